package dev.waymark.gammatests.mesh;

import dev.waymark.kit.Check;
import dev.waymark.kit.ConformanceTest;
import dev.waymark.kit.Kit;
import dev.waymark.kit.catalog.Features;

/**
 * A redirect with status 308.
 *
 * <p>Stricter than the official test: where Location leads.
 */
@ConformanceTest(
    name = "MeshHTTPRoute308Redirect",
    says = "A RequestRedirect answers with 308",
    features = {Features.MESH, Features.HTTP_ROUTE, Features.HTTP_ROUTE308_REDIRECT_STATUS_CODE},
    provisional = true,
    manifests = "mesh-308-redirect.yaml")
public class MeshHttpRoute308Redirect {
  @Check(
      requirement = "mesh.httproute.redirect.status-308",
      says = "With statusCode 308 the answer is 308")
  void status(Kit kit) {
    RedirectStatus.expect(kit, "redirect-308", "/permanent", 308);
  }
}
