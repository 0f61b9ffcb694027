package main

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	corev1 "k8s.io/api/core/v1"
	discoveryv1 "k8s.io/api/discovery/v1"
	"k8s.io/apimachinery/pkg/types"
	gatewayv1 "sigs.k8s.io/gateway-api/apis/v1"
)

// Plan is what follows from a Cluster: what HAProxy is to do, and what is to be said of each object.
type Plan struct {
	Config    Config
	Listeners map[types.UID][]*Listener   // by Gateway
	Refused   map[types.UID]Verdict       // Gateways as a whole
	Addresses map[types.UID][]string      // of Gateways
	Parents   map[types.UID][]RouteParent // by route
}

// RouteParent is what is said of a route for one of its parents.
type RouteParent struct {
	Ref      gatewayv1.ParentReference
	Accepted Verdict
	Resolved Verdict
}

// Translate is a pure function.
func Translate(cluster *Cluster) *Plan {
	plan := &Plan{
		Listeners: map[types.UID][]*Listener{},
		Refused:   map[types.UID]Verdict{},
		Addresses: map[types.UID][]string{},
		Parents:   map[types.UID][]RouteParent{},
	}
	resolved := map[types.UID]resolvedRoute{}
	for _, route := range cluster.Routes {
		resolved[route.UID] = resolve(cluster, route)
	}
	for _, gateway := range cluster.Gateways {
		listeners := judgeListeners(cluster, gateway)
		plan.Listeners[gateway.UID] = listeners
		plan.Refused[gateway.UID] = judgeGateway(gateway, listeners)
		plan.Addresses[gateway.UID] = addresses(cluster, gateway)
		frontends := newFrontends(gateway, listeners)
		for _, route := range cluster.Routes {
			plan.attach(cluster, gateway, listeners, route, resolved[route.UID], frontends)
		}
		if plan.Refused[gateway.UID].ok() {
			plan.Config.add(plan.Addresses[gateway.UID], frontends)
		}
	}
	return plan
}

func judgeGateway(gateway *gatewayv1.Gateway, listeners []*Listener) Verdict {
	if gateway.Spec.Infrastructure != nil && gateway.Spec.Infrastructure.ParametersRef != nil {
		return object(gatewayv1.GatewayReasonInvalidParameters, "infrastructure.parametersRef: there are no parameters here")
	}
	if len(gateway.Spec.Addresses) > 0 {
		return object(gatewayv1.GatewayReasonUnsupportedAddress, "addresses: they are the cluster's to choose")
	}
	if !slices.ContainsFunc(listeners, func(l *Listener) bool { return l.Accepted.ok() && l.Conflict.ok() }) {
		return object(gatewayv1.GatewayReasonListenersNotValid, "no listener is valid")
	}
	return Verdict{}
}

// addresses are those that the cluster has given to the Gateway's Service.
func addresses(cluster *Cluster, gateway *gatewayv1.Gateway) []string {
	var found []string
	if service, ok := cluster.Services[serviceOf(gateway)]; ok {
		for _, ingress := range service.Status.LoadBalancer.Ingress {
			if ingress.IP != "" {
				found = append(found, ingress.IP)
			}
		}
	}
	return found
}

func newFrontends(gateway *gatewayv1.Gateway, listeners []*Listener) map[gatewayv1.PortNumber]*Frontend {
	frontends := map[gatewayv1.PortNumber]*Frontend{}
	for _, listener := range listeners {
		if !listener.serves() {
			continue
		}
		frontend := frontends[listener.Port]
		if frontend == nil {
			frontend = &Frontend{
				Name: fmt.Sprintf("%s.%s.%d", gateway.Namespace, gateway.Name, listener.Port),
				Port: int32(listener.Port),
				TLS:  listener.Protocol == gatewayv1.HTTPSProtocolType,
			}
			frontends[listener.Port] = frontend
		}
		frontend.Listeners = append(frontend.Listeners, listener)
	}
	return frontends
}

// attach judges each reference of a route to a Gateway, and adds the route's rules where it is accepted.
func (p *Plan) attach(cluster *Cluster, gateway *gatewayv1.Gateway, listeners []*Listener, route *gatewayv1.HTTPRoute, resolved resolvedRoute, frontends map[gatewayv1.PortNumber]*Frontend) {
	for _, ref := range route.Spec.ParentRefs {
		if value(ref.Group, gatewayv1.GroupName) != gatewayv1.GroupName || value(ref.Kind, "Gateway") != "Gateway" ||
			string(ref.Name) != gateway.Name || string(value(ref.Namespace, gatewayv1.Namespace(route.Namespace))) != gateway.Namespace {
			continue
		}
		parent := RouteParent{Ref: ref, Accepted: resolved.unsupported, Resolved: resolved.verdict}
		chosen, objection := chooseListeners(cluster, gateway, listeners, route, ref)
		if parent.Accepted.ok() {
			parent.Accepted = objection
		}
		p.Parents[route.UID] = append(p.Parents[route.UID], parent)
		if !parent.Accepted.ok() {
			continue
		}
		for _, listener := range chosen {
			listener.Attached++
			if frontend := frontends[listener.Port]; frontend != nil && slices.Contains(frontend.Listeners, listener) {
				frontend.add(listener, route, resolved.rules)
			}
		}
	}
}

func chooseListeners(cluster *Cluster, gateway *gatewayv1.Gateway, listeners []*Listener, route *gatewayv1.HTTPRoute, ref gatewayv1.ParentReference) ([]*Listener, Verdict) {
	named := filter(listeners, func(l *Listener) bool {
		return value(ref.SectionName, l.Name) == l.Name && value(ref.Port, l.Port) == l.Port
	})
	if len(named) == 0 {
		return nil, object(gatewayv1.RouteReasonNoMatchingParent, "no listener has this name and port")
	}
	open := filter(named, func(l *Listener) bool { return l.allows(cluster, gateway, route.Namespace) })
	if len(open) == 0 {
		return nil, object(gatewayv1.RouteReasonNotAllowedByListeners, "the listener takes no HTTPRoutes of namespace %s", route.Namespace)
	}
	matching := filter(open, func(l *Listener) bool { return len(intersect(l.hostname(), route.Spec.Hostnames)) > 0 })
	if len(matching) == 0 {
		return nil, object(gatewayv1.RouteReasonNoMatchingListenerHostname, "no hostname is one of a listener's")
	}
	return matching, Verdict{}
}

// intersect returns for which hosts a route serves on a listener; "" stands for any.
func intersect(listener string, hostnames []gatewayv1.Hostname) []string {
	if len(hostnames) == 0 {
		return []string{listener}
	}
	var common []string
	for _, each := range hostnames {
		switch hostname := strings.ToLower(string(each)); {
		case covers(listener, hostname):
			common = append(common, hostname)
		case covers(hostname, listener):
			common = append(common, listener)
		}
	}
	return common
}

// covers says whether all hosts of the narrow name are hosts of the wide one.
func covers(wide, narrow string) bool {
	suffix, wildcard := strings.CutPrefix(wide, "*")
	return wide == "" || wide == narrow || wildcard && strings.HasSuffix(narrow, suffix)
}

// add adds the rules of a route, each match a rule of its own, in the order in which they are to be tried.
func (f *Frontend) add(listener *Listener, route *gatewayv1.HTTPRoute, rules []resolvedRule) {
	for _, hostname := range intersect(listener.hostname(), route.Spec.Hostnames) {
		for index, rule := range rules {
			name := fmt.Sprintf("%s:%s.%s.%d", f.Name, route.Namespace, route.Name, index)
			for _, match := range rule.matches {
				f.Rules = append(f.Rules, Rule{Name: name, Listener: listener, Hostname: hostname, Match: match, Filters: rule.filters, Backends: rule.backends})
			}
		}
	}
	// Routes come the oldest first, and their rules in order: ties stay as they are.
	slices.SortStableFunc(f.Rules, precedence)
}

// precedence is that of HTTPRouteMatch: hostname, path, method, headers, query parameters.
func precedence(a, b Rule) int {
	return cmp.Or(
		moreSpecific(a.Hostname, b.Hostname),
		cmp.Compare(exactness(b.Match), exactness(a.Match)),
		cmp.Compare(len(*b.Match.Path.Value), len(*a.Match.Path.Value)),
		cmp.Compare(rank(b.Match.Method != nil), rank(a.Match.Method != nil)),
		cmp.Compare(len(b.Match.Headers), len(a.Match.Headers)),
		cmp.Compare(len(b.Match.QueryParams), len(a.Match.QueryParams)),
	)
}

func moreSpecific(a, b string) int {
	wildcard := func(hostname string) int { return rank(strings.HasPrefix(hostname, "*") || hostname == "") }
	return cmp.Or(cmp.Compare(wildcard(a), wildcard(b)), cmp.Compare(len(b), len(a)))
}

func exactness(match gatewayv1.HTTPRouteMatch) int {
	return rank(*match.Path.Type == gatewayv1.PathMatchExact)
}

func rank(is bool) int {
	if is {
		return 1
	}
	return 0
}

func filter[T any](all []T, keep func(T) bool) []T {
	return slices.DeleteFunc(slices.Clone(all), func(each T) bool { return !keep(each) })
}

// endpoints are the ready addresses behind a port of a Service.
func endpoints(found []*discoveryv1.EndpointSlice, port corev1.ServicePort) []Server {
	var servers []Server
	for _, slice := range found {
		if slice.AddressType == discoveryv1.AddressTypeFQDN {
			continue
		}
		for _, each := range slice.Ports {
			if value(each.Name, "") != port.Name || each.Port == nil {
				continue
			}
			for _, endpoint := range slice.Endpoints {
				if value(endpoint.Conditions.Ready, true) && len(endpoint.Addresses) > 0 {
					servers = append(servers, Server{endpoint.Addresses[0], *each.Port, value(port.AppProtocol, "") == "kubernetes.io/h2c"})
				}
			}
		}
	}
	slices.SortFunc(servers, func(a, b Server) int {
		return cmp.Or(strings.Compare(a.Address, b.Address), cmp.Compare(a.Port, b.Port))
	})
	return servers
}
