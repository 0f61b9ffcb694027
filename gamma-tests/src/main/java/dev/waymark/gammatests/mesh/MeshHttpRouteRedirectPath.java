package dev.waymark.gammatests.mesh;

import dev.waymark.gammatests.Requests;
import dev.waymark.kit.Answer;
import dev.waymark.kit.Check;
import dev.waymark.kit.ConformanceTest;
import dev.waymark.kit.Kit;
import dev.waymark.kit.catalog.Features;

/**
 * Redirects to another path.
 *
 * <p>Stricter than the official test, which looks at the status alone: where Location leads.
 */
@ConformanceTest(
    name = "MeshHTTPRouteRedirectPath",
    says = "A RequestRedirect replaces a prefix, or the whole path",
    features = {Features.MESH, Features.HTTP_ROUTE, Features.MESH_HTTP_ROUTE_REDIRECT_PATH},
    manifests = "mesh-redirect-path.yaml")
public class MeshHttpRouteRedirectPath {
  @Check(
      requirement = "mesh.httproute.redirect.replace-prefix",
      says = "ReplacePrefixMatch replaces the prefix that matched and keeps what follows")
  void prefix(Kit kit) {
    kit.expect(
        Requests.get(kit, "redirect-path", "/original-prefix/lemon"),
        Answer.redirect(302).toPath("/replacement-prefix/lemon"));
  }

  @Check(
      requirement = "mesh.httproute.redirect.replace-full",
      says = "ReplaceFullPath replaces all of the path")
  void full(Kit kit) {
    kit.expect(
        Requests.get(kit, "redirect-path", "/full/original"),
        Answer.redirect(302).toPath("/full-path-replacement"));
  }

  @Check(requirement = "mesh.httproute.redirect.path-and-host", says = "A path goes with a host")
  void andHost(Kit kit) {
    kit.expect(
        Requests.get(kit, "redirect-path", "/path-and-host/lemon"),
        Answer.redirect(302).toHost("target.example.org").toPath("/replacement-prefix/lemon"));
  }

  @Check(
      requirement = "mesh.httproute.redirect.path-and-status",
      says = "A path goes with a status")
  void andStatus(Kit kit) {
    kit.expect(
        Requests.get(kit, "redirect-path", "/path-and-status/lemon"),
        Answer.redirect(301).toPath("/replacement-prefix/lemon"));
  }
}
