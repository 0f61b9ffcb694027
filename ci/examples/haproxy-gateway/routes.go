package main

import (
	"slices"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/types"
	gatewayv1 "sigs.k8s.io/gateway-api/apis/v1"
)

// resolvedRoute is a route whose references have been followed.
type resolvedRoute struct {
	unsupported Verdict
	verdict     Verdict
	rules       []resolvedRule
}

type resolvedRule struct {
	matches  []gatewayv1.HTTPRouteMatch
	filters  []gatewayv1.HTTPRouteFilter
	backends []Backend
}

func resolve(cluster *Cluster, route *gatewayv1.HTTPRoute) resolvedRoute {
	var result resolvedRoute
	for _, rule := range route.Spec.Rules {
		if objection := unsupported(rule); !objection.ok() {
			return resolvedRoute{unsupported: objection}
		}
		resolved := resolvedRule{matches: rule.Matches, filters: rule.Filters}
		for _, ref := range rule.BackendRefs {
			backend, objection := resolveBackend(cluster, route, ref)
			if !objection.ok() && result.verdict.ok() {
				result.verdict = objection
			}
			resolved.backends = append(resolved.backends, backend)
		}
		result.rules = append(result.rules, resolved)
	}
	return result
}

// unsupported names the first thing of a rule that is not done here.
func unsupported(rule gatewayv1.HTTPRouteRule) Verdict {
	for _, match := range rule.Matches {
		if *match.Path.Type == gatewayv1.PathMatchRegularExpression {
			return object(gatewayv1.RouteReasonUnsupportedValue, "path of type RegularExpression")
		}
		for _, header := range match.Headers {
			if value(header.Type, gatewayv1.HeaderMatchExact) != gatewayv1.HeaderMatchExact {
				return object(gatewayv1.RouteReasonUnsupportedValue, "header match of type %s", *header.Type)
			}
		}
		for _, parameter := range match.QueryParams {
			if value(parameter.Type, gatewayv1.QueryParamMatchExact) != gatewayv1.QueryParamMatchExact {
				return object(gatewayv1.RouteReasonUnsupportedValue, "query parameter match of type %s", *parameter.Type)
			}
		}
	}
	done := []gatewayv1.HTTPRouteFilterType{gatewayv1.HTTPRouteFilterRequestHeaderModifier, gatewayv1.HTTPRouteFilterResponseHeaderModifier, gatewayv1.HTTPRouteFilterRequestRedirect}
	for _, filter := range rule.Filters {
		if !slices.Contains(done, filter.Type) {
			return object(gatewayv1.RouteReasonUnsupportedValue, "filter of type %s", filter.Type)
		}
		if filter.RequestRedirect != nil && filter.RequestRedirect.Path != nil {
			return object(gatewayv1.RouteReasonUnsupportedValue, "redirect to another path")
		}
	}
	for _, ref := range rule.BackendRefs {
		if len(ref.Filters) > 0 {
			return object(gatewayv1.RouteReasonUnsupportedValue, "filters of a backendRef")
		}
	}
	if rule.Timeouts != nil || rule.Retry != nil || rule.SessionPersistence != nil {
		return object(gatewayv1.RouteReasonUnsupportedValue, "timeouts, retries or session persistence")
	}
	return Verdict{}
}

// resolveBackend follows a backendRef. One that leads nowhere is answered for with 500.
func resolveBackend(cluster *Cluster, route *gatewayv1.HTTPRoute, ref gatewayv1.HTTPBackendRef) (Backend, Verdict) {
	backend := Backend{Weight: value(ref.Weight, 1), Broken: true}
	if value(ref.Group, "") != "" || value(ref.Kind, "Service") != "Service" {
		return backend, object(gatewayv1.RouteReasonInvalidKind, "kind %s (expected: Service)", value(ref.Kind, "Service"))
	}
	name := types.NamespacedName{Namespace: string(value(ref.Namespace, gatewayv1.Namespace(route.Namespace))), Name: string(ref.Name)}
	if !permitted(cluster.Grants, "HTTPRoute", route.Namespace, "Service", name) {
		return backend, object(gatewayv1.RouteReasonRefNotPermitted, "no ReferenceGrant lets HTTPRoutes of %s use Service %s", route.Namespace, name)
	}
	service, found := cluster.Services[name]
	if !found {
		return backend, object(gatewayv1.RouteReasonBackendNotFound, "there is no Service %s", name)
	}
	number := value(ref.Port, 0)
	index := slices.IndexFunc(service.Spec.Ports, func(port corev1.ServicePort) bool { return port.Port == int32(number) })
	if index < 0 {
		return backend, object(gatewayv1.RouteReasonBackendNotFound, "Service %s has no port %d", name, number)
	}
	backend.Broken = false
	backend.Servers = endpoints(cluster.Slices[name], service.Spec.Ports[index])
	return backend, Verdict{}
}
