package dev.waymark.gammatests.mesh;

import dev.waymark.kit.Check;
import dev.waymark.kit.ConformanceTest;
import dev.waymark.kit.Kit;
import dev.waymark.kit.catalog.Features;

/**
 * A redirect with status 303.
 *
 * <p>Stricter than the official test: where Location leads.
 */
@ConformanceTest(
    name = "MeshHTTPRoute303Redirect",
    says = "A RequestRedirect answers with 303",
    features = {Features.MESH, Features.HTTP_ROUTE, Features.HTTP_ROUTE303_REDIRECT_STATUS_CODE},
    provisional = true,
    manifests = "mesh-303-redirect.yaml")
public class MeshHttpRoute303Redirect {
  @Check(
      requirement = "mesh.httproute.redirect.status-303",
      says = "With statusCode 303 the answer is 303")
  void status(Kit kit) {
    RedirectStatus.expect(kit, "redirect-303", "/redirect", 303);
  }
}
