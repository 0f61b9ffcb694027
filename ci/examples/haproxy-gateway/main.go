// Command haproxy-gateway implements Gateways and HTTPRoutes with an HAProxy that it runs beside itself.
//
// It needs haproxy in the PATH, and a cluster whose load balancers' addresses this machine can bind.
package main

import (
	"flag"
	"os"

	"k8s.io/apimachinery/pkg/runtime"
	utilruntime "k8s.io/apimachinery/pkg/util/runtime"
	clientgoscheme "k8s.io/client-go/kubernetes/scheme"
	"k8s.io/klog/v2/textlogger"
	ctrl "sigs.k8s.io/controller-runtime"
	metricsserver "sigs.k8s.io/controller-runtime/pkg/metrics/server"
	gatewayv1 "sigs.k8s.io/gateway-api/apis/v1"
)

func main() {
	className := flag.String("gateway-class", os.Getenv("WAYMARK_GATEWAY_CLASS"), "the GatewayClass to make and to serve")
	haproxyPath := flag.String("haproxy", "haproxy", "the HAProxy program")
	namespace := flag.String("leader-election-namespace", "default", "where the Lease of the leader is kept")
	flag.Parse()
	ctrl.SetLogger(textlogger.NewLogger(textlogger.NewConfig()))
	if err := run(*className, *haproxyPath, *namespace); err != nil {
		ctrl.Log.Error(err, "haproxy-gateway ends")
		os.Exit(1)
	}
}

func run(className, haproxyPath, namespace string) error {
	scheme := runtime.NewScheme()
	utilruntime.Must(clientgoscheme.AddToScheme(scheme))
	utilruntime.Must(gatewayv1.Install(scheme))
	config, err := ctrl.GetConfig()
	if err != nil {
		return err
	}
	manager, err := ctrl.NewManager(config, ctrl.Options{
		Scheme:                        scheme,
		LeaderElection:                true,
		LeaderElectionID:              "haproxy-gateway",
		LeaderElectionNamespace:       namespace,
		LeaderElectionReleaseOnCancel: true,
		Metrics:                       metricsserver.Options{BindAddress: "0"},
	})
	if err != nil {
		return err
	}
	haproxy, err := NewHAProxy(haproxyPath)
	if err != nil {
		return err
	}
	defer haproxy.Stop()
	if err := manager.Add(haproxy); err != nil {
		return err
	}
	controller := &Controller{Client: manager.GetClient(), ClassName: className, Proxy: haproxy}
	if err := controller.SetUp(manager); err != nil {
		return err
	}
	return manager.Start(ctrl.SetupSignalHandler())
}
