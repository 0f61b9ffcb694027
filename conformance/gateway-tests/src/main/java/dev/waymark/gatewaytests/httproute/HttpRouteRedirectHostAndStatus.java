package dev.waymark.gatewaytests.httproute;

import dev.waymark.kit.Answer;
import dev.waymark.kit.Call;
import dev.waymark.kit.Check;
import dev.waymark.kit.ConformanceTest;
import dev.waymark.kit.Kit;
import dev.waymark.kit.Request;
import dev.waymark.kit.catalog.Features;
import dev.waymark.kit.verdict.Json;
import dev.waymark.kit.verdict.Matcher;
import java.util.List;

/**
 * Redirects to another host, with a status and without.
 *
 * <p>Finer than the official test: each part of Location is a check of its own. Stricter: the port
 * has to be left out (a SHOULD of the standard), and no workload may have seen the request.
 */
@ConformanceTest(
    name = "HTTPRouteRedirectHostAndStatus",
    says = "A RequestRedirect answers with status and Location",
    features = {Features.GATEWAY, Features.HTTP_ROUTE},
    manifests = "httproute-redirect-host-and-status.yaml")
public class HttpRouteRedirectHostAndStatus {
  private static final Answer REDIRECT = Answer.status(301, 302, 303, 307, 308).fromNoBackend();

  /** None, or the own one of either scheme: that the scheme stays is a requirement of its own. */
  private static final Answer KNOWN_PORT =
      REDIRECT.with(
          new Matcher.OneOf(List.of(Json.text("absent"), Json.number(80), Json.number(443))),
          "location",
          "port");

  @Check(
      requirement = "httproute.redirect.hostname",
      says = "Location has the host that the filter names")
  void host(Kit kit) {
    kit.expect(byDefault(kit), REDIRECT.toHost("target.example.org"));
    kit.expect(withStatus(kit), REDIRECT.toHost("target.example.org"));
  }

  @Check(
      requirement = "httproute.redirect.status-default",
      says = "Without a statusCode the answer is 302")
  void statusByDefault(Kit kit) {
    kit.expect(byDefault(kit), Answer.redirect(302));
  }

  @Check(
      requirement = "httproute.redirect.status-configured",
      says = "With statusCode 301 the answer is 301")
  void statusAsConfigured(Kit kit) {
    kit.expect(withStatus(kit), Answer.redirect(301));
  }

  @Check(requirement = "httproute.redirect.scheme", says = "Location keeps the request's scheme")
  void scheme(Kit kit) {
    kit.expect(
        byDefault(kit), REDIRECT.with(new Matcher.Equal(Json.text("http")), "location", "scheme"));
  }

  @Check(requirement = "httproute.redirect.path", says = "Location keeps the request's path")
  void path(Kit kit) {
    kit.expect(byDefault(kit), REDIRECT.toPath("/hostname-redirect"));
    kit.expect(withStatus(kit), REDIRECT.toPath("/host-and-status"));
    kit.expect(at(kit, "/hostname-redirect/more"), REDIRECT.toPath("/hostname-redirect/more"));
  }

  @Check(
      requirement = "httproute.redirect.port",
      says = "Location has the listener's port 80, or none")
  void port(Kit kit) {
    kit.expect(byDefault(kit), KNOWN_PORT);
  }

  @Check(
      requirement = "httproute.redirect.port-omitted",
      says = "Location leaves the scheme's own port out")
  void portIsLeftOut(Kit kit) {
    kit.given(byDefault(kit), KNOWN_PORT);
    kit.expect(
        byDefault(kit), REDIRECT.with(new Matcher.Equal(Json.text("absent")), "location", "port"));
  }

  private static Call byDefault(Kit kit) {
    return at(kit, "/hostname-redirect");
  }

  private static Call withStatus(Kit kit) {
    return at(kit, "/host-and-status");
  }

  private static Call at(Kit kit, String path) {
    return kit.gateway("same-namespace").sending(Request.get(path).host("redirect.example.com"));
  }
}
