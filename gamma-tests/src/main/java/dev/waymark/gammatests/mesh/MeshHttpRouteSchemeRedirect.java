package dev.waymark.gammatests.mesh;

import dev.waymark.gammatests.Requests;
import dev.waymark.kit.Answer;
import dev.waymark.kit.Check;
import dev.waymark.kit.ConformanceTest;
import dev.waymark.kit.Kit;
import dev.waymark.kit.catalog.Features;

/**
 * Redirects to another scheme.
 *
 * <p>Stricter than the official test, which looks at the status alone: where Location leads.
 */
@ConformanceTest(
    name = "MeshHTTPRouteSchemeRedirect",
    says = "A RequestRedirect names another scheme",
    features = {Features.MESH, Features.HTTP_ROUTE, Features.MESH_HTTP_ROUTE_SCHEME_REDIRECT},
    manifests = "mesh-redirect-scheme.yaml")
public class MeshHttpRouteSchemeRedirect {
  @Check(
      requirement = "mesh.httproute.redirect.scheme",
      says = "Location has the scheme that the filter names, at that scheme's port")
  void scheme(Kit kit) {
    kit.expect(
        Requests.get(kit, "redirect-scheme", "/scheme"), Answer.redirect(302).toScheme("https"));
  }

  @Check(
      requirement = "mesh.httproute.redirect.scheme-and-host",
      says = "A scheme goes with a host")
  void andHost(Kit kit) {
    kit.expect(
        Requests.get(kit, "redirect-scheme", "/scheme-and-host"),
        Answer.redirect(302).toScheme("https").toHost("target.example.org"));
  }

  @Check(
      requirement = "mesh.httproute.redirect.scheme-and-status",
      says = "A scheme goes with a status")
  void andStatus(Kit kit) {
    kit.expect(
        Requests.get(kit, "redirect-scheme", "/scheme-and-status"),
        Answer.redirect(301).toScheme("https"));
  }
}
