package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	corev1 "k8s.io/api/core/v1"
	discoveryv1 "k8s.io/api/discovery/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/controller/controllerutil"
	"sigs.k8s.io/controller-runtime/pkg/handler"
	"sigs.k8s.io/controller-runtime/pkg/manager"
	"sigs.k8s.io/controller-runtime/pkg/reconcile"
	gatewayv1 "sigs.k8s.io/gateway-api/apis/v1"
)

const (
	controllerName = "waymark.dev/example-haproxy-gateway"
	finalizer      = "waymark.dev/example-haproxy-gateway"

	// Changes come in swarms, and each costs a new HAProxy process.
	quietTime = 100 * time.Millisecond
)

// Controller brings HAProxy, and what the cluster says of it, in line with all Gateways and routes at once:
// one HAProxy has one configuration, so there is one thing to reconcile.
type Controller struct {
	Client    client.Client
	ClassName string
	Proxy     *HAProxy
}

// SetUp makes the class and watches all that the configuration follows from.
func (c *Controller) SetUp(m manager.Manager) error {
	everything := handler.EnqueueRequestsFromMapFunc(func(context.Context, client.Object) []reconcile.Request {
		return []reconcile.Request{{NamespacedName: types.NamespacedName{Name: "everything"}}}
	})
	if err := m.Add(manager.RunnableFunc(c.createClass)); err != nil {
		return err
	}
	return ctrl.NewControllerManagedBy(m).
		Named("haproxy").
		Watches(&gatewayv1.GatewayClass{}, everything).
		Watches(&gatewayv1.Gateway{}, everything).
		Watches(&gatewayv1.HTTPRoute{}, everything).
		Watches(&gatewayv1.ReferenceGrant{}, everything).
		Watches(&corev1.Service{}, everything).
		Watches(&corev1.Secret{}, everything).
		Watches(&corev1.Namespace{}, everything).
		Watches(&discoveryv1.EndpointSlice{}, everything).
		Complete(c)
}

func (c *Controller) createClass(ctx context.Context) error {
	class := &gatewayv1.GatewayClass{
		ObjectMeta: metav1.ObjectMeta{Name: c.ClassName},
		Spec:       gatewayv1.GatewayClassSpec{ControllerName: controllerName},
	}
	return client.IgnoreAlreadyExists(c.Client.Create(ctx, class))
}

// Reconcile reads, translates, provides addresses, configures HAProxy and, when that is done, says so.
func (c *Controller) Reconcile(ctx context.Context, _ reconcile.Request) (reconcile.Result, error) {
	started := time.Now()
	cluster, err := c.read(ctx)
	if err != nil {
		return reconcile.Result{}, err
	}
	var problems []error
	for _, gateway := range cluster.Gateways {
		problems = append(problems, c.provide(ctx, cluster, gateway))
	}
	plan := Translate(cluster)
	if err := c.Proxy.Apply(ctx, plan.Config); err != nil {
		return reconcile.Result{}, err
	}
	for _, gateway := range cluster.Leaving {
		problems = append(problems, c.release(ctx, gateway))
	}
	problems = append(problems, c.report(ctx, cluster, plan)...)
	select {
	case <-ctx.Done():
	case <-time.After(quietTime - time.Since(started)):
	}
	if slices.ContainsFunc(problems, apierrors.IsConflict) { // the cache was behind
		return reconcile.Result{RequeueAfter: quietTime}, errors.Join(slices.DeleteFunc(problems, apierrors.IsConflict)...)
	}
	return reconcile.Result{}, errors.Join(problems...)
}

// Cluster is what the configuration follows from.
type Cluster struct {
	Classes    []*gatewayv1.GatewayClass // of this controller
	Gateways   []*gatewayv1.Gateway      // of these classes
	Leaving    []*gatewayv1.Gateway      // of these classes, about to be deleted
	Routes     []*gatewayv1.HTTPRoute    // the oldest first
	Grants     []gatewayv1.ReferenceGrant
	Services   map[types.NamespacedName]*corev1.Service
	Secrets    map[types.NamespacedName]*corev1.Secret
	Namespaces map[string]*corev1.Namespace
	Slices     map[types.NamespacedName][]*discoveryv1.EndpointSlice // by Service
}

func (c *Controller) read(ctx context.Context) (*Cluster, error) {
	var (
		classes    gatewayv1.GatewayClassList
		gateways   gatewayv1.GatewayList
		routes     gatewayv1.HTTPRouteList
		grants     gatewayv1.ReferenceGrantList
		services   corev1.ServiceList
		secrets    corev1.SecretList
		namespaces corev1.NamespaceList
		endpoints  discoveryv1.EndpointSliceList
	)
	for _, list := range []client.ObjectList{&classes, &gateways, &routes, &grants, &services, &secrets, &namespaces, &endpoints} {
		if err := c.Client.List(ctx, list); err != nil {
			return nil, fmt.Errorf("listing %T: %w", list, err)
		}
	}
	cluster := &Cluster{
		Grants:     grants.Items,
		Services:   map[types.NamespacedName]*corev1.Service{},
		Secrets:    map[types.NamespacedName]*corev1.Secret{},
		Namespaces: map[string]*corev1.Namespace{},
		Slices:     map[types.NamespacedName][]*discoveryv1.EndpointSlice{},
	}
	ours := map[gatewayv1.ObjectName]bool{}
	for i := range classes.Items {
		if class := &classes.Items[i]; class.Spec.ControllerName == controllerName {
			cluster.Classes = append(cluster.Classes, class)
			ours[gatewayv1.ObjectName(class.Name)] = true
		}
	}
	for i := range gateways.Items {
		switch gateway := &gateways.Items[i]; {
		case !ours[gateway.Spec.GatewayClassName]:
		case gateway.DeletionTimestamp.IsZero():
			cluster.Gateways = append(cluster.Gateways, gateway)
		default:
			cluster.Leaving = append(cluster.Leaving, gateway)
		}
	}
	for i := range routes.Items {
		cluster.Routes = append(cluster.Routes, &routes.Items[i])
	}
	slices.SortFunc(cluster.Routes, func(a, b *gatewayv1.HTTPRoute) int { return older(a, b) })
	slices.SortFunc(cluster.Gateways, func(a, b *gatewayv1.Gateway) int { return older(a, b) })
	for i := range services.Items {
		cluster.Services[client.ObjectKeyFromObject(&services.Items[i])] = &services.Items[i]
	}
	for i := range secrets.Items {
		cluster.Secrets[client.ObjectKeyFromObject(&secrets.Items[i])] = &secrets.Items[i]
	}
	for i := range namespaces.Items {
		cluster.Namespaces[namespaces.Items[i].Name] = &namespaces.Items[i]
	}
	for i := range endpoints.Items {
		slice := &endpoints.Items[i]
		service := types.NamespacedName{Namespace: slice.Namespace, Name: slice.Labels[discoveryv1.LabelServiceName]}
		cluster.Slices[service] = append(cluster.Slices[service], slice)
	}
	return cluster, nil
}

// provide gives a Gateway a Service of type LoadBalancer without a selector: the cluster gives it an address,
// and since the Service has no endpoints nobody but HAProxy listens there.
func (c *Controller) provide(ctx context.Context, cluster *Cluster, gateway *gatewayv1.Gateway) error {
	before := gateway.DeepCopy()
	if controllerutil.AddFinalizer(gateway, finalizer) {
		if err := c.patch(ctx, gateway, before); err != nil {
			return err
		}
	}
	name := serviceOf(gateway)
	service := &corev1.Service{ObjectMeta: metav1.ObjectMeta{Namespace: name.Namespace, Name: name.Name}}
	ports := servicePorts(gateway)
	if present, ok := cluster.Services[name]; ok && slices.EqualFunc(present.Spec.Ports, ports, samePort) {
		return nil
	}
	_, err := controllerutil.CreateOrPatch(ctx, c.Client, service, func() error {
		service.Labels = map[string]string{gatewayv1.GatewayNameLabelKey: gateway.Name}
		service.Spec.Type = corev1.ServiceTypeLoadBalancer
		service.Spec.Ports = ports
		return controllerutil.SetControllerReference(gateway, service, c.Client.Scheme())
	})
	if apierrors.IsForbidden(err) || apierrors.IsNotFound(err) {
		return nil // its namespace is being deleted
	}
	return err
}

// release lets go of a Gateway for which HAProxy no longer listens; its Service goes with it.
func (c *Controller) release(ctx context.Context, gateway *gatewayv1.Gateway) error {
	before := gateway.DeepCopy()
	if !controllerutil.RemoveFinalizer(gateway, finalizer) {
		return nil
	}
	return c.patch(ctx, gateway, before)
}

// patch fails where somebody else has changed the Gateway meanwhile: the list of finalizers is replaced as a whole.
func (c *Controller) patch(ctx context.Context, gateway, before *gatewayv1.Gateway) error {
	unchanged := client.MergeFromWithOptions(before, client.MergeFromWithOptimisticLock{})
	return client.IgnoreNotFound(c.Client.Patch(ctx, gateway, unchanged))
}

func serviceOf(gateway *gatewayv1.Gateway) types.NamespacedName {
	return types.NamespacedName{Namespace: gateway.Namespace, Name: "haproxy-" + string(gateway.UID)}
}

func servicePorts(gateway *gatewayv1.Gateway) []corev1.ServicePort {
	var ports []corev1.ServicePort
	for _, listener := range gateway.Spec.Listeners {
		port := corev1.ServicePort{Name: fmt.Sprintf("port-%d", listener.Port), Protocol: corev1.ProtocolTCP, Port: int32(listener.Port)}
		if !slices.ContainsFunc(ports, func(other corev1.ServicePort) bool { return other.Port == port.Port }) {
			ports = append(ports, port)
		}
	}
	return ports
}

func samePort(a, b corev1.ServicePort) bool { return a.Port == b.Port && a.Name == b.Name }

func older(a, b client.Object) int {
	if order := a.GetCreationTimestamp().Compare(b.GetCreationTimestamp().Time); order != 0 {
		return order
	}
	return strings.Compare(a.GetNamespace()+"/"+a.GetName(), b.GetNamespace()+"/"+b.GetName())
}
