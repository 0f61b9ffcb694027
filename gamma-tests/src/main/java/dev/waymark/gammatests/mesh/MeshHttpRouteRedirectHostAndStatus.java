package dev.waymark.gammatests.mesh;

import dev.waymark.gammatests.Requests;
import dev.waymark.kit.Answer;
import dev.waymark.kit.Call;
import dev.waymark.kit.Check;
import dev.waymark.kit.ConformanceTest;
import dev.waymark.kit.Kit;
import dev.waymark.kit.catalog.Features;
import dev.waymark.kit.verdict.Json;
import dev.waymark.kit.verdict.Matcher;

/**
 * Redirects to another host, with a status and without.
 *
 * <p>Stricter than the official test, which looks at the status alone: each part of Location.
 */
@ConformanceTest(
    name = "MeshHTTPRouteRedirectHostAndStatus",
    says = "A RequestRedirect answers with status and Location",
    features = {Features.MESH, Features.HTTP_ROUTE},
    manifests = "mesh-redirect-host-and-status.yaml")
public class MeshHttpRouteRedirectHostAndStatus {
  private static final Answer REDIRECT = Answer.status(301, 302, 303, 307, 308).fromNoBackend();

  @Check(
      requirement = "mesh.httproute.redirect.hostname",
      says = "Location has the host that the filter names")
  void host(Kit kit) {
    kit.expect(byDefault(kit), REDIRECT.toHost("target.example.org"));
    kit.expect(withStatus(kit), REDIRECT.toHost("target.example.org"));
  }

  @Check(
      requirement = "mesh.httproute.redirect.status-default",
      says = "Without a statusCode the answer is 302")
  void statusByDefault(Kit kit) {
    kit.expect(byDefault(kit), Answer.redirect(302));
  }

  @Check(
      requirement = "mesh.httproute.redirect.status-configured",
      says = "With statusCode 301 the answer is 301")
  void statusAsConfigured(Kit kit) {
    kit.expect(withStatus(kit), Answer.redirect(301));
  }

  @Check(
      requirement = "mesh.httproute.redirect.scheme-kept",
      says = "Location keeps the request's scheme")
  void scheme(Kit kit) {
    kit.expect(
        byDefault(kit), REDIRECT.with(new Matcher.Equal(Json.text("http")), "location", "scheme"));
  }

  @Check(
      requirement = "mesh.httproute.redirect.path-kept",
      says = "Location keeps the request's path")
  void path(Kit kit) {
    kit.expect(byDefault(kit), REDIRECT.toPath("/hostname-redirect"));
  }

  private static Call byDefault(Kit kit) {
    return Requests.get(kit, "redirect", "/hostname-redirect");
  }

  private static Call withStatus(Kit kit) {
    return Requests.get(kit, "redirect", "/host-and-status");
  }
}
