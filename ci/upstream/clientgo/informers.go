package main

import (
	"context"
	"fmt"
	"sync"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/client-go/kubernetes/scheme"
	"k8s.io/client-go/rest"
	toolscache "k8s.io/client-go/tools/cache"
	"sigs.k8s.io/controller-runtime/pkg/cache"
	"sigs.k8s.io/controller-runtime/pkg/client"
)

const (
	rounds  = 5
	objects = 200
)

var watchedLabels = map[string]string{"watched": "yes"}

// view is what the handlers of an informer know: each object by its last revision.
type view struct {
	mutex     sync.Mutex
	revisions map[string]string
	surprises int
}

func (v *view) added(object any) {
	v.mutex.Lock()
	defer v.mutex.Unlock()
	found := object.(*corev1.ConfigMap)
	if _, known := v.revisions[found.Name]; known {
		v.surprises++ // added twice
	}
	v.revisions[found.Name] = found.ResourceVersion
}

func (v *view) updated(_, object any) {
	v.mutex.Lock()
	defer v.mutex.Unlock()
	found := object.(*corev1.ConfigMap)
	if _, known := v.revisions[found.Name]; !known {
		v.surprises++ // changed before it was added
	}
	v.revisions[found.Name] = found.ResourceVersion
}

func (v *view) deleted(object any) {
	v.mutex.Lock()
	defer v.mutex.Unlock()
	if tombstone, lost := object.(toolscache.DeletedFinalStateUnknown); lost {
		object = tombstone.Obj
	}
	delete(v.revisions, object.(*corev1.ConfigMap).Name)
}

func (v *view) equals(list *corev1.ConfigMapList) bool {
	v.mutex.Lock()
	defer v.mutex.Unlock()
	for _, each := range list.Items {
		if v.revisions[each.Name] != each.ResourceVersion {
			return false
		}
	}
	return len(list.Items) == len(v.revisions)
}

// showInformers starts caches as a controller's manager does, each in the midst of changes, and has them agree in the end.
func showInformers(ctx context.Context, config *rest.Config) {
	api := clientset(config).CoreV1().ConfigMaps("default")
	direct, err := client.New(config, client.Options{Scheme: scheme.Scheme})
	must(err)
	changes := 0
	for round := range rounds {
		own, stop := context.WithCancel(ctx)
		objectsSeen := &view{revisions: map[string]string{}}
		watched, err := cache.New(config, cache.Options{Scheme: scheme.Scheme,
			DefaultNamespaces: map[string]cache.Config{"default": {LabelSelector: labels.SelectorFromSet(watchedLabels)}}})
		must(err)
		informer, err := watched.GetInformer(own, &corev1.ConfigMap{})
		must(err)
		_, err = informer.AddEventHandler(toolscache.ResourceEventHandlerFuncs{
			AddFunc: objectsSeen.added, UpdateFunc: objectsSeen.updated, DeleteFunc: objectsSeen.deleted})
		must(err)
		ended := make(chan error, 1)
		go func() { ended <- watched.Start(own) }()
		for number := range objects {
			name := fmt.Sprintf("watched-%d", number)
			object := &corev1.ConfigMap{ObjectMeta: metav1.ObjectMeta{Name: name, Namespace: "default", Labels: watchedLabels}}
			switch (number + round) % 3 {
			case 0:
				must(client.IgnoreAlreadyExists(direct.Create(ctx, object)))
			case 1:
				before := object.DeepCopy()
				object.Data = map[string]string{"round": fmt.Sprint(round)}
				must(client.IgnoreNotFound(direct.Patch(ctx, object, client.MergeFrom(before))))
			case 2:
				must(client.IgnoreNotFound(direct.Delete(ctx, object)))
			}
			changes++
		}
		check(watched.WaitForCacheSync(own), "round %d: the cache was not filled", round)
		list, err := api.List(ctx, metav1.ListOptions{LabelSelector: "watched=yes"})
		must(err)
		eventually(ctx, fmt.Sprintf("in round %d the handlers know what is there", round), func() bool { return objectsSeen.equals(list) })
		var cached corev1.ConfigMapList
		must(watched.List(ctx, &cached))
		check(len(cached.Items) == len(list.Items), "round %d: %d objects in the cache, %d on the server", round, len(cached.Items), len(list.Items))
		check(objectsSeen.surprises == 0, "round %d: %d events out of turn", round, objectsSeen.surprises)
		stop()
		must(<-ended)
	}
	must(api.DeleteCollection(ctx, metav1.DeleteOptions{}, metav1.ListOptions{LabelSelector: "watched=yes"}))
	fmt.Printf("informed: %d caches, each started in the midst of changes, agreed with the server after %d of them\n", rounds, changes)
}
