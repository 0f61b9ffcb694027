package main

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"

	gatewayv1 "sigs.k8s.io/gateway-api/apis/v1"
)

// Config is what HAProxy is to do. Its text is the same whenever it asks for the same.
type Config struct {
	Frontends []*Frontend
}

// Frontend is a port of a Gateway, with the listeners that share it.
type Frontend struct {
	Name      string
	Addresses []string
	Port      int32
	TLS       bool
	Listeners []*Listener
	Rules     []Rule // in the order in which they are to be tried
}

// Rule is a match of a route's rule, for one hostname of one listener.
type Rule struct {
	Name     string // of the route's rule, which several of these may share
	Listener *Listener
	Hostname string // may begin with "*."; empty for any
	Match    gatewayv1.HTTPRouteMatch
	Filters  []gatewayv1.HTTPRouteFilter
	Backends []Backend
}

// Backend is a backendRef, with the servers behind it.
type Backend struct {
	Weight  int32
	Broken  bool // leads nowhere
	Servers []Server
}

// Server is an endpoint.
type Server struct {
	Address string
	Port    int32
	H2C     bool
}

func (c *Config) add(addresses []string, frontends map[gatewayv1.PortNumber]*Frontend) {
	if len(addresses) == 0 {
		return
	}
	for _, frontend := range frontends {
		frontend.Addresses = addresses
		c.Frontends = append(c.Frontends, frontend)
	}
	slices.SortFunc(c.Frontends, func(a, b *Frontend) int { return cmp.Compare(a.Name, b.Name) })
}

// Files renders the configuration for a directory: haproxy.cfg by its text, certificates by their names.
func (c *Config) Files(directory string) (config string, certificates map[string]string) {
	certificates = map[string]string{}
	var text strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&text, format+"\n", args...) }
	line("global")
	line("  hard-stop-after 5s")
	line("  log stdout format raw local0 warning")
	line("defaults")
	line("  mode http")
	line("  log global")
	line("  timeout connect 5s")
	line("  timeout client 60s")
	line("  timeout server 60s")
	line("  timeout http-request 10s")
	for _, frontend := range c.Frontends {
		frontend.render(line, directory, certificates)
	}
	return text.String(), certificates
}

func (f *Frontend) render(line func(string, ...any), directory string, certificates map[string]string) {
	line("frontend %s", f.Name)
	for _, address := range f.Addresses {
		if f.TLS {
			list := f.certificateList(directory, certificates)
			line("  bind %s:%d ssl crt-list %s alpn h2,http/1.1", address, f.Port, list)
		} else {
			line("  bind %s:%d", address, f.Port)
		}
	}
	// A request belongs to the listener with the most specific hostname, whatever routes the others have.
	line("  http-request set-var(txn.host) req.hdr(host),field(1,:),lower")
	listeners := slices.Clone(f.Listeners)
	slices.SortStableFunc(listeners, func(a, b *Listener) int { return moreSpecific(a.hostname(), b.hostname()) })
	for _, listener := range listeners {
		line("  http-request set-var(txn.listener) str(%s) if !{ var(txn.listener) -m found }%s", listener.Name, hostCondition(listener.hostname()))
	}
	for _, rule := range f.Rules {
		line("  http-request set-var(txn.rule) str(%s) if !{ var(txn.rule) -m found } { var(txn.listener) -m str %s }%s%s",
			rule.Name, rule.Listener.Name, hostCondition(rule.Hostname), matchCondition(rule.Match))
	}
	line("  http-request return status 404 content-type text/plain lf-string \"no route\\n\" if !{ var(txn.rule) -m found }")
	rules := slices.CompactFunc(slices.SortedFunc(slices.Values(f.Rules), byName), func(a, b Rule) bool { return a.Name == b.Name })
	for _, rule := range rules {
		rule.chooseBackend(line)
	}
	for _, rule := range rules {
		rule.render(line, f)
	}
}

func byName(a, b Rule) int { return cmp.Compare(a.Name, b.Name) }

// certificateList writes which certificate is for which server name; the first is for those of nobody.
func (f *Frontend) certificateList(directory string, certificates map[string]string) string {
	var list strings.Builder
	for _, listener := range f.Listeners {
		file := fmt.Sprintf("%s.%s.pem", f.Name, listener.Name)
		certificates[file] = listener.Cert + "\n" + listener.Key
		fmt.Fprintf(&list, "%s/%s %s\n", directory, file, listener.hostname())
	}
	name := f.Name + ".list"
	certificates[name] = list.String()
	return directory + "/" + name
}

func hostCondition(hostname string) string {
	switch suffix, wildcard := strings.CutPrefix(hostname, "*"); {
	case hostname == "":
		return ""
	case wildcard:
		return " { var(txn.host) -m end " + suffix + " }"
	default:
		return " { var(txn.host) -m str " + hostname + " }"
	}
}

func matchCondition(match gatewayv1.HTTPRouteMatch) string {
	var all strings.Builder
	path := *match.Path.Value
	if *match.Path.Type == gatewayv1.PathMatchExact {
		fmt.Fprintf(&all, " { path -m str -- %s }", quote(path))
	} else if prefix := strings.TrimRight(path, "/"); prefix != "" {
		fmt.Fprintf(&all, " { path -m reg -- %s }", quote("^"+regexp.QuoteMeta(prefix)+"(/|$)"))
	}
	if match.Method != nil {
		fmt.Fprintf(&all, " { method -m str %s }", *match.Method)
	}
	for _, header := range match.Headers {
		fmt.Fprintf(&all, " { %s -m str -- %s }", quote(fmt.Sprintf("req.fhdr(%s)", header.Name)), quote(header.Value))
	}
	for _, parameter := range match.QueryParams {
		fmt.Fprintf(&all, " { %s -m str -- %s }", quote(fmt.Sprintf("urlp(%s)", parameter.Name)), quote(parameter.Value))
	}
	return all.String()
}

func (r *Rule) backendName(index int) string { return fmt.Sprintf("%s:%d", r.Name, index) }

// chooseBackend draws one by weight: each takes its share of what those before it have left.
func (r *Rule) chooseBackend(line func(string, ...any)) {
	left := int32(0)
	for _, backend := range r.Backends {
		left += backend.Weight
	}
	for index, backend := range r.Backends {
		if backend.Weight > 0 {
			line("  use_backend %s if { var(txn.rule) -m str %s } { rand(%d) lt %d }", r.backendName(index), r.Name, left, backend.Weight)
			left -= backend.Weight
		}
	}
	line("  use_backend %s if { var(txn.rule) -m str %s }", r.backendName(len(r.Backends)), r.Name)
}

// render writes the backends, and last the one for a rule that has none.
func (r *Rule) render(line func(string, ...any), frontend *Frontend) {
	for index, backend := range append(slices.Clone(r.Backends), Backend{Broken: true}) {
		line("backend %s", r.backendName(index))
		for _, filter := range r.Filters {
			renderFilter(line, filter, frontend)
		}
		if backend.Broken {
			line("  http-request return status 500 content-type text/plain lf-string \"no backend\\n\"")
		}
		for number, server := range backend.Servers {
			protocol := ""
			if server.H2C {
				protocol = " proto h2"
			}
			line("  server s%d %s:%d%s", number, server.Address, server.Port, protocol)
		}
	}
}

func renderFilter(line func(string, ...any), filter gatewayv1.HTTPRouteFilter, frontend *Frontend) {
	switch filter.Type {
	case gatewayv1.HTTPRouteFilterRequestHeaderModifier:
		renderHeaders(line, "http-request", filter.RequestHeaderModifier)
	case gatewayv1.HTTPRouteFilterResponseHeaderModifier:
		renderHeaders(line, "http-response", filter.ResponseHeaderModifier)
	case gatewayv1.HTTPRouteFilterRequestRedirect:
		line("  http-request redirect code %d location %s", value(filter.RequestRedirect.StatusCode, 302), location(filter.RequestRedirect, frontend))
	}
}

func renderHeaders(line func(string, ...any), when string, change *gatewayv1.HTTPHeaderFilter) {
	for _, header := range change.Set {
		line("  %s set-header %s %s", when, quote(string(header.Name)), quote(literal(header.Value)))
	}
	for _, header := range change.Add {
		line("  %s add-header %s %s", when, quote(string(header.Name)), quote(literal(header.Value)))
	}
	for _, name := range change.Remove {
		line("  %s del-header %s", when, quote(name))
	}
}

// location is where a redirect leads. The port is said unless it is the scheme's own.
func location(redirect *gatewayv1.HTTPRequestRedirectFilter, frontend *Frontend) string {
	ownPorts := map[string]int32{"http": 80, "https": 443}
	scheme, port := "http", frontend.Port
	if frontend.TLS {
		scheme = "https"
	}
	if redirect.Scheme != nil {
		scheme = *redirect.Scheme
		port = ownPorts[scheme]
	}
	if redirect.Port != nil {
		port = int32(*redirect.Port)
	}
	host := "%[var(txn.host)]"
	if redirect.Hostname != nil {
		host = string(*redirect.Hostname)
	}
	if port != ownPorts[scheme] {
		host += fmt.Sprintf(":%d", port)
	}
	return quote(scheme + "://" + host + "%[pathq]")
}

// quote keeps HAProxy from seeing anything but text.
func quote(text string) string {
	return "'" + strings.ReplaceAll(text, "'", `'\''`) + "'"
}

// literal keeps HAProxy from seeing expressions where it takes them.
func literal(text string) string { return strings.ReplaceAll(text, "%", "%%") }
