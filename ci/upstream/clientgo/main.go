// Shows that what controllers in Go are made of works with the API server: elections of a leader by a Lease, recorders that
// correlate, aggregate and patch Events, and informers that are stopped and started again.
// usage: clientgo KUBECONFIG
package main

import (
	"context"
	"fmt"
	"os"
	"time"

	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/clientcmd"
)

func must(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "NOT SHOWN:", err)
		os.Exit(1)
	}
}

func check(ok bool, format string, values ...any) {
	if !ok {
		must(fmt.Errorf(format, values...))
	}
}

// eventually waits until something holds.
func eventually(ctx context.Context, what string, holds func() bool) {
	for !holds() {
		select {
		case <-ctx.Done():
			must(fmt.Errorf("it did not come about that %s", what))
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// configuration is as the components of a cluster have it: protobuf, and no limit of their own.
func configuration(file string) *rest.Config {
	config, err := clientcmd.BuildConfigFromFlags("", file)
	must(err)
	config.QPS = -1
	return config
}

func clientset(config *rest.Config) *kubernetes.Clientset {
	typed := rest.CopyConfig(config)
	typed.ContentType = "application/vnd.kubernetes.protobuf"
	typed.AcceptContentTypes = "application/vnd.kubernetes.protobuf,application/json"
	made, err := kubernetes.NewForConfig(typed)
	must(err)
	return made
}

func main() {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	config := configuration(os.Args[1])
	showElections(ctx, config)
	showRecorders(ctx, clientset(config))
	showInformers(ctx, config)
}
