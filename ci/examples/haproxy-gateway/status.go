package main

import (
	"context"

	"k8s.io/apimachinery/pkg/api/equality"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/controller-runtime/pkg/client"
	gatewayv1 "sigs.k8s.io/gateway-api/apis/v1"
)

// What the class says that it supports beside the core; in alphabetical order, as the API wants it.
var supportedFeatures = []gatewayv1.SupportedFeature{
	{Name: "Gateway"},
	{Name: "HTTPRoute"},
	{Name: "HTTPRouteBackendProtocolH2C"},
	{Name: "HTTPRouteMethodMatching"},
	{Name: "HTTPRoutePortRedirect"},
	{Name: "HTTPRouteQueryParamMatching"},
	{Name: "HTTPRouteResponseHeaderModification"},
	{Name: "HTTPRouteSchemeRedirect"},
	{Name: "ReferenceGrant"},
}

// report writes what has changed of the statuses, and returns what went wrong with any of them.
func (c *Controller) report(ctx context.Context, cluster *Cluster, plan *Plan) []error {
	var problems []error
	for _, class := range cluster.Classes {
		before := class.DeepCopy()
		class.Status.SupportedFeatures = supportedFeatures
		set(&class.Status.Conditions, class.Generation, "Accepted", Verdict{})
		problems = append(problems, c.write(ctx, class, before, &class.Status, &before.Status))
	}
	for _, gateway := range cluster.Gateways {
		before := gateway.DeepCopy()
		reportGateway(gateway, plan)
		problems = append(problems, c.write(ctx, gateway, before, &gateway.Status, &before.Status))
	}
	for _, route := range cluster.Routes {
		before := route.DeepCopy()
		reportRoute(route, plan.Parents[route.UID])
		problems = append(problems, c.write(ctx, route, before, &route.Status, &before.Status))
	}
	return problems
}

func (c *Controller) write(ctx context.Context, object, before client.Object, status, statusBefore any) error {
	if equality.Semantic.DeepEqual(status, statusBefore) {
		return nil
	}
	return client.IgnoreNotFound(c.Client.Status().Patch(ctx, object, client.MergeFromWithOptions(before, client.MergeFromWithOptimisticLock{})))
}

func reportGateway(gateway *gatewayv1.Gateway, plan *Plan) {
	listeners, refused, addresses := plan.Listeners[gateway.UID], plan.Refused[gateway.UID], plan.Addresses[gateway.UID]
	status, generation := &gateway.Status, gateway.Generation
	programmed := false
	var reported []gatewayv1.ListenerStatus
	for _, listener := range listeners {
		working := listener.serves() && refused.ok() && len(addresses) > 0
		programmed = programmed || working
		reported = append(reported, reportListener(status.Listeners, listener, working, generation))
	}
	status.Listeners = reported
	status.Addresses = nil
	for _, address := range addresses {
		kind := gatewayv1.IPAddressType
		status.Addresses = append(status.Addresses, gatewayv1.GatewayStatusAddress{Type: &kind, Value: address})
	}
	set(&status.Conditions, generation, "Accepted", refused)
	for _, listener := range listeners {
		if refused.ok() && (!listener.Accepted.ok() || !listener.Conflict.ok()) {
			setAs(&status.Conditions, generation, "Accepted", true, "ListenersNotValid", "listener "+string(listener.Name)+" is not valid")
		}
	}
	switch {
	case programmed:
		set(&status.Conditions, generation, "Programmed", Verdict{})
	case refused.ok() && len(addresses) == 0:
		set(&status.Conditions, generation, "Programmed", object(gatewayv1.GatewayReasonAddressNotAssigned, "the Service has no address yet"))
	default:
		set(&status.Conditions, generation, "Programmed", object(gatewayv1.GatewayReasonInvalid, "nothing can be served"))
	}
}

func reportListener(before []gatewayv1.ListenerStatus, listener *Listener, working bool, generation int64) gatewayv1.ListenerStatus {
	status := gatewayv1.ListenerStatus{Name: listener.Name, SupportedKinds: listener.Kinds, AttachedRoutes: listener.Attached}
	if status.SupportedKinds == nil {
		status.SupportedKinds = []gatewayv1.RouteGroupKind{}
	}
	for _, old := range before {
		if old.Name == listener.Name {
			status.Conditions = old.Conditions
		}
	}
	accepted := listener.Accepted
	if accepted.ok() && !listener.Conflict.ok() {
		accepted = listener.Conflict
	}
	set(&status.Conditions, generation, "Accepted", accepted)
	set(&status.Conditions, generation, "ResolvedRefs", listener.Resolved)
	if working {
		set(&status.Conditions, generation, "Programmed", Verdict{})
	} else {
		set(&status.Conditions, generation, "Programmed", object(gatewayv1.ListenerReasonInvalid, "not served"))
	}
	if listener.Conflict.ok() {
		setAs(&status.Conditions, generation, "Conflicted", false, "NoConflicts", "")
	} else {
		setAs(&status.Conditions, generation, "Conflicted", true, listener.Conflict.Reason, listener.Conflict.Message)
	}
	return status
}

func reportRoute(route *gatewayv1.HTTPRoute, parents []RouteParent) {
	var reported []gatewayv1.RouteParentStatus
	for _, old := range route.Status.Parents {
		if old.ControllerName != controllerName {
			reported = append(reported, old)
		}
	}
	for _, parent := range parents {
		status := gatewayv1.RouteParentStatus{ParentRef: parent.Ref, ControllerName: controllerName}
		for _, old := range route.Status.Parents {
			if old.ControllerName == controllerName && equality.Semantic.DeepEqual(old.ParentRef, parent.Ref) {
				status.Conditions = old.Conditions
			}
		}
		set(&status.Conditions, route.Generation, "Accepted", parent.Accepted)
		set(&status.Conditions, route.Generation, "ResolvedRefs", parent.Resolved)
		reported = append(reported, status)
	}
	if reported == nil {
		reported = []gatewayv1.RouteParentStatus{}
	}
	route.Status.Parents = reported
}

// set says of a condition that it is true, for which its own name is the reason, or why it isn't.
func set(conditions *[]metav1.Condition, generation int64, kind string, verdict Verdict) {
	if verdict.ok() {
		setAs(conditions, generation, kind, true, kind, "")
	} else {
		setAs(conditions, generation, kind, false, verdict.Reason, verdict.Message)
	}
}

func setAs(conditions *[]metav1.Condition, generation int64, kind string, is bool, reason, message string) {
	status := metav1.ConditionFalse
	if is {
		status = metav1.ConditionTrue
	}
	meta.SetStatusCondition(conditions, metav1.Condition{Type: kind, Status: status, Reason: reason, Message: message, ObservedGeneration: generation})
}
