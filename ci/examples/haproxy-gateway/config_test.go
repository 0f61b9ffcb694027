package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	gatewayv1 "sigs.k8s.io/gateway-api/apis/v1"
)

func pointer[T any](value T) *T { return &value }

func path(kind gatewayv1.PathMatchType, text string) gatewayv1.HTTPRouteMatch {
	return gatewayv1.HTTPRouteMatch{Path: &gatewayv1.HTTPPathMatch{Type: &kind, Value: &text}}
}

// lines collects what a part of a configuration renders.
func lines(render func(line func(string, ...any))) []string {
	var all []string
	render(func(format string, args ...any) { all = append(all, strings.TrimSpace(fmt.Sprintf(format, args...))) })
	return all
}

func TestMatchesBecomeConditions(t *testing.T) {
	withMethod := path(gatewayv1.PathMatchPathPrefix, "/")
	withMethod.Method = pointer(gatewayv1.HTTPMethodPost)
	withHeader := path(gatewayv1.PathMatchPathPrefix, "/")
	withHeader.Headers = []gatewayv1.HTTPHeaderMatch{{Name: "color", Value: "it's } red"}}
	withParameter := path(gatewayv1.PathMatchExact, "/a b")
	withParameter.QueryParams = []gatewayv1.HTTPQueryParamMatch{{Name: "q", Value: "1"}}
	for name, each := range map[string]struct {
		match gatewayv1.HTTPRouteMatch
		want  string
	}{
		"exact path":         {path(gatewayv1.PathMatchExact, "/one"), ` { path -m str -- '/one' }`},
		"prefix of elements": {path(gatewayv1.PathMatchPathPrefix, "/a.b/"), ` { path -m reg -- '^/a\.b(/|$)' }`},
		"any path":           {path(gatewayv1.PathMatchPathPrefix, "/"), ``},
		"method":             {withMethod, ` { method -m str POST }`},
		"header":             {withHeader, ` { 'req.fhdr(color)' -m str -- 'it'\''s } red' }`},
		"query parameter":    {withParameter, ` { path -m str -- '/a b' } { 'urlp(q)' -m str -- '1' }`},
	} {
		if got := matchCondition(each.match); got != each.want {
			t.Errorf("%s: %q, want %q", name, got, each.want)
		}
	}
}

func TestHostnamesAreComparedAsTheyStandOrByTheirEnd(t *testing.T) {
	for hostname, want := range map[string]string{
		"":              "",
		"a.example.com": " { var(txn.host) -m str a.example.com }",
		"*.example.com": " { var(txn.host) -m end .example.com }",
	} {
		if got := hostCondition(hostname); got != want {
			t.Errorf("%q: %q, want %q", hostname, got, want)
		}
	}
}

func TestEachBackendTakesItsShareOfWhatIsLeft(t *testing.T) {
	rule := Rule{Name: "r", Backends: []Backend{{Weight: 1}, {Weight: 0}, {Weight: 3}}}
	want := []string{
		"use_backend r:0 if { var(txn.rule) -m str r } { rand(4) lt 1 }",
		"use_backend r:2 if { var(txn.rule) -m str r } { rand(3) lt 3 }",
		"use_backend r:3 if { var(txn.rule) -m str r }", // if there is none
	}
	if got := lines(rule.chooseBackend); !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestARedirectSaysThePortWhereItIsNotTheSchemesOwn(t *testing.T) {
	for name, each := range map[string]struct {
		redirect gatewayv1.HTTPRequestRedirectFilter
		frontend Frontend
		want     string
	}{
		"nothing said":        {gatewayv1.HTTPRequestRedirectFilter{}, Frontend{Port: 80}, "http://%[var(txn.host)]%[pathq]"},
		"the listener's port": {gatewayv1.HTTPRequestRedirectFilter{}, Frontend{Port: 8080}, "http://%[var(txn.host)]:8080%[pathq]"},
		"another scheme":      {gatewayv1.HTTPRequestRedirectFilter{Scheme: pointer("https")}, Frontend{Port: 8080}, "https://%[var(txn.host)]%[pathq]"},
		"scheme's own port": {gatewayv1.HTTPRequestRedirectFilter{Scheme: pointer("https"), Port: pointer(gatewayv1.PortNumber(443))},
			Frontend{Port: 80}, "https://%[var(txn.host)]%[pathq]"},
		"a hostname, by TLS": {gatewayv1.HTTPRequestRedirectFilter{Hostname: pointer(gatewayv1.PreciseHostname("b.example")), Port: pointer(gatewayv1.PortNumber(80))},
			Frontend{Port: 443, TLS: true}, "https://b.example:80%[pathq]"},
	} {
		if got := location(&each.redirect, &each.frontend); got != "'"+each.want+"'" {
			t.Errorf("%s: %s, want %s", name, got, each.want)
		}
	}
}

func TestValuesOfHeadersAreTextAndNothingElse(t *testing.T) {
	change := gatewayv1.HTTPHeaderFilter{
		Set:    []gatewayv1.HTTPHeader{{Name: "a", Value: "50%[rand] o'clock"}},
		Add:    []gatewayv1.HTTPHeader{{Name: "b", Value: "2"}},
		Remove: []string{"c"},
	}
	want := []string{
		`http-request set-header 'a' '50%%[rand] o'\''clock'`,
		`http-request add-header 'b' '2'`,
		`http-request del-header 'c'`,
	}
	got := lines(func(line func(string, ...any)) { renderHeaders(line, "http-request", &change) })
	if !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

func listener(name, hostname string) *Listener {
	made := &Listener{Listener: gatewayv1.Listener{Name: gatewayv1.SectionName(name)}, Cert: "cert", Key: "key"}
	if hostname != "" {
		made.Hostname = pointer(gatewayv1.Hostname(hostname))
	}
	return made
}

func example() Config {
	any, some, one := listener("any", ""), listener("some", "*.example.com"), listener("one", "a.example.com")
	return Config{Frontends: []*Frontend{{
		Name: "gateway:80", Addresses: []string{"127.0.0.1"}, Port: 10080, Listeners: []*Listener{any, some, one},
		Rules: []Rule{{Name: "r", Listener: one, Hostname: "a.example.com", Match: path(gatewayv1.PathMatchExact, "/"),
			Filters: []gatewayv1.HTTPRouteFilter{{Type: gatewayv1.HTTPRouteFilterRequestRedirect,
				RequestRedirect: &gatewayv1.HTTPRequestRedirectFilter{StatusCode: pointer(301)}}},
			Backends: []Backend{{Weight: 1, Servers: []Server{{Address: "127.0.0.2", Port: 80, H2C: true}}}}}},
	}}}
}

func TestTheMostSpecificListenerIsAskedFirst(t *testing.T) {
	config := example()
	text, _ := config.Files("/d")
	var order []int
	for _, name := range []string{"one", "some", "any"} {
		order = append(order, strings.Index(text, "set-var(txn.listener) str("+name+")"))
	}
	if order[0] < 0 || !slices.IsSorted(order) {
		t.Errorf("the order is %v in\n%s", order, text)
	}
}

func TestTheSameConfigurationIsTheSameText(t *testing.T) {
	one, other := example(), example()
	a, _ := one.Files("/d")
	b, _ := other.Files("/d")
	if a != b {
		t.Errorf("%s\nand\n%s", a, b)
	}
}

func TestEveryListenerBringsItsCertificate(t *testing.T) {
	config := Config{Frontends: []*Frontend{{Name: "f", Addresses: []string{"127.0.0.1"}, Port: 443, TLS: true,
		Listeners: []*Listener{listener("a", "a.example")}}}}
	text, files := config.Files("/d")
	if !strings.Contains(text, "bind 127.0.0.1:443 ssl crt-list /d/f.list alpn h2,http/1.1") {
		t.Error(text)
	}
	if files["f.list"] != "/d/f.a.pem a.example\n" || files["f.a.pem"] != "cert\nkey" {
		t.Errorf("%q", files)
	}
}

func TestHAProxyTakesWhatIsRendered(t *testing.T) {
	program, err := exec.LookPath("haproxy")
	if err != nil {
		t.Skip("haproxy is not installed")
	}
	config := example()
	text, _ := config.Files(t.TempDir())
	file := filepath.Join(t.TempDir(), "haproxy.cfg")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	if said, err := exec.Command(program, "-c", "-f", file).CombinedOutput(); err != nil {
		t.Errorf("%s\n%s", said, text)
	}
}
