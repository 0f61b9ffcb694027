package main

import (
	"crypto/tls"
	"fmt"
	"slices"
	"strings"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/types"
	gatewayv1 "sigs.k8s.io/gateway-api/apis/v1"
)

// Verdict is what a condition says: true where there is no objection.
type Verdict struct {
	Reason  string // of the objection; empty if there is none
	Message string
}

func (v Verdict) ok() bool { return v.Reason == "" }

func object[R ~string](reason R, format string, args ...any) Verdict {
	return Verdict{Reason: string(reason), Message: fmt.Sprintf(format, args...)}
}

// Listener is a listener of a Gateway, judged.
type Listener struct {
	gatewayv1.Listener
	Accepted  Verdict
	Resolved  Verdict
	Conflict  Verdict
	Kinds     []gatewayv1.RouteGroupKind
	Attached  int32
	Key, Cert string // for HTTPS, PEM
}

func (l *Listener) hostname() string {
	if l.Hostname == nil {
		return ""
	}
	return strings.ToLower(string(*l.Hostname))
}

func (l *Listener) serves() bool { return l.Accepted.ok() && l.Resolved.ok() && l.Conflict.ok() }

func judgeListeners(cluster *Cluster, gateway *gatewayv1.Gateway) []*Listener {
	var listeners []*Listener
	for _, spec := range gateway.Spec.Listeners {
		listener := &Listener{Listener: spec}
		judgeProtocol(listener)
		if listener.Accepted.ok() {
			judgeKinds(listener)
			judgeCertificate(cluster, gateway, listener)
		}
		for _, other := range gateway.Spec.Listeners {
			if other.Port == spec.Port && other.Protocol != spec.Protocol {
				listener.Conflict = object(gatewayv1.ListenerReasonProtocolConflict, "port %d is also of listener %s, for %s", other.Port, other.Name, other.Protocol)
			}
		}
		listeners = append(listeners, listener)
	}
	return listeners
}

func judgeProtocol(listener *Listener) {
	if listener.Protocol != gatewayv1.HTTPProtocolType && listener.Protocol != gatewayv1.HTTPSProtocolType {
		listener.Accepted = object(gatewayv1.ListenerReasonUnsupportedProtocol, "protocol %s (expected: HTTP or HTTPS)", listener.Protocol)
	}
}

func judgeKinds(listener *Listener) {
	group := gatewayv1.Group(gatewayv1.GroupName)
	served := gatewayv1.RouteGroupKind{Group: &group, Kind: "HTTPRoute"}
	if listener.AllowedRoutes == nil || len(listener.AllowedRoutes.Kinds) == 0 {
		listener.Kinds = []gatewayv1.RouteGroupKind{served}
		return
	}
	for _, kind := range listener.AllowedRoutes.Kinds {
		if kind.Kind == served.Kind && (kind.Group == nil || *kind.Group == group) {
			listener.Kinds = []gatewayv1.RouteGroupKind{served}
		} else {
			listener.Resolved = object(gatewayv1.ListenerReasonInvalidRouteKinds, "kind %s (expected: HTTPRoute)", kind.Kind)
		}
	}
}

func judgeCertificate(cluster *Cluster, gateway *gatewayv1.Gateway, listener *Listener) {
	if listener.Protocol != gatewayv1.HTTPSProtocolType {
		return
	}
	if listener.TLS == nil || len(listener.TLS.CertificateRefs) == 0 {
		listener.Resolved = object(gatewayv1.ListenerReasonInvalidCertificateRef, "tls.certificateRefs is empty")
		return
	}
	ref := listener.TLS.CertificateRefs[0] // the API leaves it open what more than one means
	if value(ref.Group, "") != "" || value(ref.Kind, "Secret") != "Secret" {
		listener.Resolved = object(gatewayv1.ListenerReasonInvalidCertificateRef, "kind %s (expected: Secret)", value(ref.Kind, "Secret"))
		return
	}
	name := types.NamespacedName{Namespace: string(value(ref.Namespace, gatewayv1.Namespace(gateway.Namespace))), Name: string(ref.Name)}
	if !permitted(cluster.Grants, "Gateway", gateway.Namespace, "Secret", name) {
		listener.Resolved = object(gatewayv1.ListenerReasonRefNotPermitted, "no ReferenceGrant lets Gateways of %s use Secret %s", gateway.Namespace, name)
		return
	}
	secret, found := cluster.Secrets[name]
	if !found {
		listener.Resolved = object(gatewayv1.ListenerReasonInvalidCertificateRef, "there is no Secret %s", name)
		return
	}
	listener.Cert, listener.Key = string(secret.Data["tls.crt"]), string(secret.Data["tls.key"])
	if _, err := tls.X509KeyPair(secret.Data["tls.crt"], secret.Data["tls.key"]); err != nil {
		listener.Resolved = object(gatewayv1.ListenerReasonInvalidCertificateRef, "Secret %s: %v", name, err)
	}
}

// permitted says whether an object may refer to a Service or Secret: in its own namespace always.
func permitted(grants []gatewayv1.ReferenceGrant, fromKind gatewayv1.Kind, from string, toKind gatewayv1.Kind, to types.NamespacedName) bool {
	if from == to.Namespace {
		return true
	}
	for _, grant := range grants {
		given := grant.Namespace == to.Namespace &&
			slices.ContainsFunc(grant.Spec.From, func(each gatewayv1.ReferenceGrantFrom) bool {
				return each.Group == gatewayv1.GroupName && each.Kind == fromKind && string(each.Namespace) == from
			}) &&
			slices.ContainsFunc(grant.Spec.To, func(each gatewayv1.ReferenceGrantTo) bool {
				return each.Group == "" && each.Kind == toKind && (each.Name == nil || string(*each.Name) == to.Name)
			})
		if given {
			return true
		}
	}
	return false
}

// allows says whether a listener takes HTTPRoutes of a namespace.
func (l *Listener) allows(cluster *Cluster, gateway *gatewayv1.Gateway, namespace string) bool {
	if len(l.Kinds) == 0 {
		return false
	}
	from, selector := gatewayv1.NamespacesFromSame, (*metav1.LabelSelector)(nil)
	if l.AllowedRoutes != nil && l.AllowedRoutes.Namespaces != nil {
		from = value(l.AllowedRoutes.Namespaces.From, from)
		selector = l.AllowedRoutes.Namespaces.Selector
	}
	switch from {
	case gatewayv1.NamespacesFromAll:
		return true
	case gatewayv1.NamespacesFromSame:
		return namespace == gateway.Namespace
	case gatewayv1.NamespacesFromSelector:
		chosen, err := metav1.LabelSelectorAsSelector(selector)
		known := cluster.Namespaces[namespace]
		return err == nil && known != nil && chosen.Matches(labels.Set(known.Labels))
	default:
		return false
	}
}

func value[T any](pointer *T, otherwise T) T {
	if pointer == nil {
		return otherwise
	}
	return *pointer
}
