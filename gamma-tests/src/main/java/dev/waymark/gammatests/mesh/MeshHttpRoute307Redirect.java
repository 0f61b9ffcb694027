package dev.waymark.gammatests.mesh;

import dev.waymark.kit.Check;
import dev.waymark.kit.ConformanceTest;
import dev.waymark.kit.Kit;
import dev.waymark.kit.catalog.Features;

/**
 * A redirect with status 307.
 *
 * <p>Stricter than the official test: where Location leads.
 */
@ConformanceTest(
    name = "MeshHTTPRoute307Redirect",
    says = "A RequestRedirect answers with 307",
    features = {Features.MESH, Features.HTTP_ROUTE, Features.HTTP_ROUTE307_REDIRECT_STATUS_CODE},
    provisional = true,
    manifests = "mesh-307-redirect.yaml")
public class MeshHttpRoute307Redirect {
  @Check(
      requirement = "mesh.httproute.redirect.status-307",
      says = "With statusCode 307 the answer is 307")
  void status(Kit kit) {
    RedirectStatus.expect(kit, "redirect-307", "/temporary", 307);
  }
}
