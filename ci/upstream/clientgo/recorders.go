package main

import (
	"context"
	"fmt"
	"strings"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/kubernetes/scheme"
	typedcorev1 "k8s.io/client-go/kubernetes/typed/core/v1"
	"k8s.io/client-go/tools/events"
	"k8s.io/client-go/tools/record"
)

const (
	repeated = 5
	similar  = 14 // of which those after the tenth become one
)

func showRecorders(ctx context.Context, client *kubernetes.Clientset) {
	object, err := client.CoreV1().ConfigMaps("default").Create(ctx,
		&corev1.ConfigMap{ObjectMeta: metav1.ObjectMeta{Name: "told-of"}}, metav1.CreateOptions{})
	must(err)
	about := func(reason string) []corev1.Event {
		list, err := client.CoreV1().Events("default").List(ctx,
			metav1.ListOptions{FieldSelector: "involvedObject.name=told-of,reason=" + reason})
		must(err)
		return list.Items
	}

	broadcaster := record.NewBroadcaster(record.WithContext(ctx))
	broadcaster.StartRecordingToSink(&typedcorev1.EventSinkImpl{Interface: client.CoreV1().Events("")})
	recorder := broadcaster.NewRecorder(scheme.Scheme, corev1.EventSource{Component: "shown"})
	for range repeated {
		recorder.Event(object, corev1.EventTypeNormal, "Repeated", "the same each time")
	}
	eventually(ctx, "an Event counts its repetitions", func() bool {
		found := about("Repeated")
		check(len(found) < 2, "%d Events for one", len(found))
		return len(found) == 1 && found[0].Count == repeated
	})
	for number := range similar {
		recorder.Eventf(object, corev1.EventTypeWarning, "Similar", "number %d", number)
	}
	var aggregated corev1.Event
	eventually(ctx, "similar Events become one", func() bool {
		for _, event := range about("Similar") {
			if strings.HasPrefix(event.Message, "(combined from similar events): ") {
				aggregated = event
			}
		}
		return aggregated.Message == fmt.Sprintf("(combined from similar events): number %d", similar-1)
	})
	single := len(about("Similar")) - 1
	check(aggregated.Count > 1 && single < 10, "%d single Events, and one of count %d", single, aggregated.Count)
	broadcaster.Shutdown()

	newer := events.NewBroadcaster(&events.EventSinkImpl{Interface: client.EventsV1()})
	must(newer.StartRecordingToSinkWithContext(ctx))
	series := newer.NewRecorder(scheme.Scheme, "example.com/shown")
	for range 2 {
		series.Eventf(object, nil, corev1.EventTypeNormal, "Series", "Showing", "goes on")
	}
	eventually(ctx, "an Event of events.k8s.io begins a series", func() bool {
		list, err := client.EventsV1().Events("default").List(ctx, metav1.ListOptions{FieldSelector: "regarding.name=told-of,reason=Series"})
		must(err)
		return len(list.Items) == 1 && list.Items[0].Series != nil && list.Items[0].Series.Count == 2
	})
	newer.Shutdown()
	fmt.Printf("recorded: one Event of count %d for as many, %d single ones and one of count %d for %d similar ones, and a series of 2\n",
		repeated, single, aggregated.Count, similar)
}
