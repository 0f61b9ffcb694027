package dev.waymark.gammatests.mesh;

import dev.waymark.gammatests.Requests;
import dev.waymark.kit.Answer;
import dev.waymark.kit.Check;
import dev.waymark.kit.ConformanceTest;
import dev.waymark.kit.Kit;
import dev.waymark.kit.catalog.Features;

/**
 * Redirects to another port.
 *
 * <p>Stricter than the official test, which looks at the status alone: where Location leads.
 */
@ConformanceTest(
    name = "MeshHTTPRouteRedirectPort",
    says = "A RequestRedirect names another port",
    features = {Features.MESH, Features.HTTP_ROUTE, Features.MESH_HTTP_ROUTE_REDIRECT_PORT},
    manifests = "mesh-redirect-port.yaml")
public class MeshHttpRouteRedirectPort {
  @Check(
      requirement = "mesh.httproute.redirect.port",
      says = "Location has the port that the filter names")
  void port(Kit kit) {
    kit.expect(Requests.get(kit, "redirect-port", "/port"), Answer.redirect(302).toPort(8083));
  }

  @Check(requirement = "mesh.httproute.redirect.port-and-host", says = "A port goes with a host")
  void andHost(Kit kit) {
    kit.expect(
        Requests.get(kit, "redirect-port", "/port-and-host"),
        Answer.redirect(302).toHost("target.example.org").toPort(8083));
  }

  @Check(
      requirement = "mesh.httproute.redirect.port-and-status",
      says = "A port goes with a status")
  void andStatus(Kit kit) {
    kit.expect(
        Requests.get(kit, "redirect-port", "/port-and-status"), Answer.redirect(301).toPort(8083));
  }
}
