package dev.waymark.gammatests.mesh;

import dev.waymark.gammatests.Requests;
import dev.waymark.kit.Check;
import dev.waymark.kit.ConformanceTest;
import dev.waymark.kit.Kit;
import dev.waymark.kit.catalog.Features;

/** Rules with a name and without stand in one route, and both are in force. */
@ConformanceTest(
    name = "MeshHTTPRouteNamedRule",
    says = "A rule may have a name",
    features = {Features.MESH, Features.HTTP_ROUTE, Features.MESH_HTTP_ROUTE_NAMED_ROUTE_RULE},
    provisional = true,
    manifests = "mesh-named-rule.yaml")
public class MeshHttpRouteNamedRule {
  @Check(
      requirement = "mesh.httproute.rule-name",
      says = "A rule with a name is in force as one without is")
  void named(Kit kit) {
    kit.given(Requests.get(kit, "named", "/unnamed"), Requests.from("echo-v2"));
    kit.expect(Requests.get(kit, "named", "/named"), Requests.from("echo-v1"));
  }
}
