// Shows that typed Go clients which speak nothing but protobuf are understood, and understand: objects of several
// groups come back as they were sent, lists and watches tell of them, and errors are errors.
// usage: typedclient KUBECONFIG
package main

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"reflect"
	"strings"
	"time"

	appsv1 "k8s.io/api/apps/v1"
	coordinationv1 "k8s.io/api/coordination/v1"
	corev1 "k8s.io/api/core/v1"
	discoveryv1 "k8s.io/api/discovery/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/util/intstr"
	"k8s.io/apimachinery/pkg/watch"
	"k8s.io/client-go/kubernetes/scheme"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/clientcmd"
)

const protobuf = "application/vnd.kubernetes.protobuf"

// answers counts the media types of all answers.
var answers = map[string]int{}

type counting struct{ next http.RoundTripper }

func (c counting) RoundTrip(request *http.Request) (*http.Response, error) {
	answer, err := c.next.RoundTrip(request)
	if err == nil {
		answers[answer.Header.Get("Content-Type")]++
	}
	return answer, err
}

func client(file string, version schema.GroupVersion) *rest.RESTClient {
	config, err := clientcmd.BuildConfigFromFlags("", file)
	must(err)
	config.ContentType = protobuf
	config.AcceptContentTypes = protobuf
	config.GroupVersion = &version
	config.NegotiatedSerializer = scheme.Codecs.WithoutConversion()
	config.APIPath = "/apis"
	if version.Group == "" {
		config.APIPath = "/api"
	}
	config.Wrap(func(next http.RoundTripper) http.RoundTripper { return counting{next} })
	made, err := rest.RESTClientFor(config)
	must(err)
	return made
}

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

type example struct {
	resource string
	version  schema.GroupVersion
	object   runtime.Object
	list     runtime.Object
	same     func(sent, got runtime.Object) bool
}

func named(name string) metav1.ObjectMeta {
	return metav1.ObjectMeta{Name: name, Namespace: "default", Labels: map[string]string{"app": "typed"}}
}

func pointer[T any](value T) *T { return &value }

func examples() []example {
	pods := corev1.PodTemplateSpec{
		ObjectMeta: metav1.ObjectMeta{Labels: map[string]string{"app": "typed"}},
		Spec: corev1.PodSpec{Containers: []corev1.Container{{
			Name: "c", Image: "none.example/none:1",
			Resources: corev1.ResourceRequirements{Limits: corev1.ResourceList{"memory": resource.MustParse("64Mi")}},
			ReadinessProbe: &corev1.Probe{ProbeHandler: corev1.ProbeHandler{
				HTTPGet: &corev1.HTTPGetAction{Path: "/", Port: intstr.FromString("http")}}},
		}}},
	}
	return []example{
		{"secrets", corev1.SchemeGroupVersion,
			&corev1.Secret{ObjectMeta: named("typed"), Data: map[string][]byte{"k": {0, 1, 255}}}, &corev1.SecretList{},
			func(sent, got runtime.Object) bool {
				return reflect.DeepEqual(sent.(*corev1.Secret).Data, got.(*corev1.Secret).Data)
			}},
		{"services", corev1.SchemeGroupVersion,
			&corev1.Service{ObjectMeta: named("typed"), Spec: corev1.ServiceSpec{Selector: map[string]string{"app": "typed"},
				Ports: []corev1.ServicePort{{Name: "http", Port: 80, Protocol: "TCP", TargetPort: intstr.FromInt32(8080)}}}},
			&corev1.ServiceList{},
			func(sent, got runtime.Object) bool {
				return reflect.DeepEqual(sent.(*corev1.Service).Spec.Ports, got.(*corev1.Service).Spec.Ports) &&
					got.(*corev1.Service).Spec.ClusterIP != ""
			}},
		{"deployments", appsv1.SchemeGroupVersion,
			&appsv1.Deployment{ObjectMeta: named("typed"), Spec: appsv1.DeploymentSpec{Replicas: pointer(int32(0)),
				Selector: &metav1.LabelSelector{MatchLabels: map[string]string{"app": "typed"}}, Template: pods}},
			&appsv1.DeploymentList{},
			func(sent, got runtime.Object) bool {
				spec := got.(*appsv1.Deployment).Spec
				container := spec.Template.Spec.Containers[0]
				return *spec.Replicas == 0 && spec.Strategy.RollingUpdate.MaxSurge.StrVal == "25%" &&
					container.ReadinessProbe.HTTPGet.Port.StrVal == "http" && container.Resources.Limits.Memory().String() == "64Mi"
			}},
		{"endpointslices", discoveryv1.SchemeGroupVersion,
			&discoveryv1.EndpointSlice{ObjectMeta: named("typed"), AddressType: "IPv4", Endpoints: []discoveryv1.Endpoint{{
				Addresses: []string{"192.0.2.1"}, Conditions: discoveryv1.EndpointConditions{Ready: pointer(false)}}}},
			&discoveryv1.EndpointSliceList{},
			func(sent, got runtime.Object) bool {
				return reflect.DeepEqual(sent.(*discoveryv1.EndpointSlice).Endpoints, got.(*discoveryv1.EndpointSlice).Endpoints)
			}},
		{"leases", coordinationv1.SchemeGroupVersion,
			&coordinationv1.Lease{ObjectMeta: named("typed"), Spec: coordinationv1.LeaseSpec{
				RenewTime: pointer(metav1.NewMicroTime(time.Unix(1_700_000_000, 123_456_000)))}},
			&coordinationv1.LeaseList{},
			func(sent, got runtime.Object) bool {
				return sent.(*coordinationv1.Lease).Spec.RenewTime.Equal(got.(*coordinationv1.Lease).Spec.RenewTime)
			}},
		{"roles", rbacv1.SchemeGroupVersion,
			&rbacv1.Role{ObjectMeta: named("typed"), Rules: []rbacv1.PolicyRule{
				{Verbs: []string{"get"}, APIGroups: []string{""}, Resources: []string{"pods"}}}},
			&rbacv1.RoleList{},
			func(sent, got runtime.Object) bool {
				return reflect.DeepEqual(sent.(*rbacv1.Role).Rules, got.(*rbacv1.Role).Rules)
			}},
	}
}

func show(ctx context.Context, file string, each example) {
	api := client(file, each.version)
	fresh := func() runtime.Object {
		return reflect.New(reflect.TypeOf(each.object).Elem()).Interface().(runtime.Object)
	}
	watcher, err := api.Get().Namespace("default").Resource(each.resource).
		VersionedParams(&metav1.ListOptions{Watch: true, FieldSelector: "metadata.name=typed"}, scheme.ParameterCodec).Watch(ctx)
	must(err)
	defer watcher.Stop()
	created := fresh()
	must(api.Post().Namespace("default").Resource(each.resource).Body(each.object).Do(ctx).Into(created))
	check(each.same(each.object, created), "%s: created %+v", each.resource, created)
	got := fresh()
	must(api.Get().Namespace("default").Resource(each.resource).Name("typed").Do(ctx).Into(got))
	check(each.same(each.object, got), "%s: got %+v", each.resource, got)
	must(api.Get().Namespace("default").Resource(each.resource).Do(ctx).Into(each.list))
	check(strings.Contains(fmt.Sprint(each.list), "typed"), "%s: listed %+v", each.resource, each.list)
	event := <-watcher.ResultChan()
	check(event.Type == watch.Added && each.same(each.object, event.Object), "%s: watched %+v", each.resource, event)
	err = api.Post().Namespace("default").Resource(each.resource).Body(each.object).Do(ctx).Error()
	check(apierrors.IsAlreadyExists(err), "%s: created again: %v", each.resource, err)
	must(api.Delete().Namespace("default").Resource(each.resource).Name("typed").
		Body(&metav1.DeleteOptions{PropagationPolicy: pointer(metav1.DeletePropagationBackground)}).Do(ctx).Error())
	for event.Type != watch.Deleted {
		event = <-watcher.ResultChan()
		check(event.Type == watch.Modified || event.Type == watch.Deleted, "%s: watched %+v", each.resource, event)
	}
	err = api.Get().Namespace("default").Resource(each.resource).Name("typed").Do(ctx).Error()
	check(apierrors.IsNotFound(err), "%s: got after it was deleted: %v", each.resource, err)
	fmt.Println("created, got, listed, watched, refused and deleted:", each.resource)
}

func main() {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	for _, each := range examples() {
		show(ctx, os.Args[1], each)
	}
	fmt.Println("answers:", answers)
	for mediaType := range answers {
		check(strings.HasPrefix(mediaType, protobuf), "an answer is %s", mediaType)
	}
}
