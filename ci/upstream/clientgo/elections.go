package main

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes/scheme"
	typedcorev1 "k8s.io/client-go/kubernetes/typed/core/v1"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/leaderelection"
	"k8s.io/client-go/tools/leaderelection/resourcelock"
	"k8s.io/client-go/tools/record"
)

const (
	leaseDuration = 2 * time.Second
	renewDeadline = 1500 * time.Millisecond
	retryPeriod   = 100 * time.Millisecond
)

// election counts how many lead at the same time.
type election struct {
	leading atomic.Int32
	most    atomic.Int32
	mutex   sync.Mutex
	leaders []string // in their order
}

func (e *election) begins(name string) {
	e.most.Store(max(e.most.Load(), e.leading.Add(1)))
	e.mutex.Lock()
	defer e.mutex.Unlock()
	e.leaders = append(e.leaders, name)
}

func (e *election) order() string {
	e.mutex.Lock()
	defer e.mutex.Unlock()
	return strings.Join(e.leaders, " ")
}

// stand puts a candidate up, and returns how to have it leave: politely it releases the Lease, else it falls silent.
func (e *election) stand(ctx context.Context, config *rest.Config, name string, polite bool) context.CancelFunc {
	own, leave := context.WithCancel(ctx)
	client := clientset(config)
	events := record.NewBroadcaster(record.WithContext(ctx))
	events.StartRecordingToSink(&typedcorev1.EventSinkImpl{Interface: client.CoreV1().Events("")})
	lock, err := resourcelock.New(resourcelock.LeasesResourceLock, "default", "elected", client.CoreV1(), client.CoordinationV1(),
		resourcelock.ResourceLockConfig{Identity: name,
			EventRecorder: events.NewRecorder(scheme.Scheme, corev1.EventSource{Component: name})})
	must(err)
	elector, err := leaderelection.NewLeaderElector(leaderelection.LeaderElectionConfig{
		Lock: lock, LeaseDuration: leaseDuration, RenewDeadline: renewDeadline, RetryPeriod: retryPeriod, ReleaseOnCancel: polite,
		Callbacks: leaderelection.LeaderCallbacks{
			OnStartedLeading: func(context.Context) { e.begins(name) },
			OnStoppedLeading: func() {},
		},
	})
	must(err)
	ended := make(chan struct{})
	go func() {
		elector.Run(own)
		close(ended)
	}()
	return func() {
		e.leading.Add(-1)
		leave()
		<-ended
	}
}

func showElections(ctx context.Context, config *rest.Config) {
	e := &election{}
	first := e.stand(ctx, config, "first", true)
	eventually(ctx, "the first candidate leads", func() bool { return e.order() == "first" })
	second := e.stand(ctx, config, "second", false)
	leases := clientset(config).CoordinationV1().Leases("default")
	lease, err := leases.Get(ctx, "elected", metav1.GetOptions{})
	must(err)
	renewed := lease.Spec.RenewTime
	eventually(ctx, "the leader renews its Lease", func() bool {
		lease, err = leases.Get(ctx, "elected", metav1.GetOptions{})
		return err == nil && renewed.Before(lease.Spec.RenewTime)
	})
	check(*lease.Spec.HolderIdentity == "first" && *lease.Spec.LeaseDurationSeconds == 2, "the Lease is %+v", lease.Spec)

	asked := time.Now()
	first()
	eventually(ctx, "the second candidate leads", func() bool { return e.order() == "first second" })
	released := time.Since(asked)
	third := e.stand(ctx, config, "third", true)
	asked = time.Now()
	second() // without a word
	eventually(ctx, "the third candidate leads", func() bool { return e.order() == "first second third" })
	expired := time.Since(asked)
	lease, err = leases.Get(ctx, "elected", metav1.GetOptions{})
	must(err)
	check(*lease.Spec.HolderIdentity == "third" && *lease.Spec.LeaseTransitions >= 2, "the Lease is %+v", lease.Spec)
	check(e.most.Load() == 1, "%d led at the same time", e.most.Load())
	check(released < expired, "a Lease that was released was taken over after %s, one that expired after %s", released, expired)
	third()

	events := clientset(config).CoreV1().Events("default")
	eventually(ctx, "there is an Event for each leader", func() bool {
		list, err := events.List(ctx, metav1.ListOptions{FieldSelector: "involvedObject.name=elected,reason=LeaderElection"})
		must(err)
		told := 0
		for _, event := range list.Items {
			if strings.HasSuffix(event.Message, "became leader") && event.InvolvedObject.Kind == "Lease" {
				told++
			}
		}
		return told == 3
	})
	fmt.Printf("elected: %s; a released Lease was taken over after %s, one that expired after %s\n",
		e.order(), released.Round(time.Millisecond), expired.Round(time.Millisecond))
}
