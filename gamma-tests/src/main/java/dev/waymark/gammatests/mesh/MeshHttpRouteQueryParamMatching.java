package dev.waymark.gammatests.mesh;

import dev.waymark.gammatests.Requests;
import dev.waymark.kit.Answer;
import dev.waymark.kit.Check;
import dev.waymark.kit.ConformanceTest;
import dev.waymark.kit.Kit;
import dev.waymark.kit.catalog.Features;
import java.util.List;

/** Rules that are chosen by parameters in the query. */
@ConformanceTest(
    name = "MeshHTTPRouteQueryParamMatching",
    says = "Rules are chosen by query parameters",
    features = {Features.MESH, Features.HTTP_ROUTE, Features.MESH_HTTP_ROUTE_QUERY_PARAM_MATCHING},
    manifests = "mesh-query-param-matching.yaml")
public class MeshHttpRouteQueryParamMatching {
  @Check(
      requirement = "mesh.httproute.match.query",
      says = "A parameter's value decides which rule takes the request, on any path")
  void value(Kit kit) {
    kit.expect(Requests.get(kit, "query", "/?animal=whale"), Requests.from("echo-v1"));
    kit.expect(Requests.get(kit, "query", "/?animal=dolphin"), Requests.from("echo-v2"));
    kit.expect(Requests.get(kit, "query", "/deeper?animal=dolphin"), Requests.from("echo-v2"));
    kit.expect(Requests.get(kit, "query", "/?x=y&animal=whale"), Requests.from("echo-v1"));
  }

  @Check(
      requirement = "mesh.httproute.match.query.all-of",
      says = "Of two rules the one with more matching parameters wins, and it needs all of them")
  void allOf(Kit kit) {
    kit.given(Requests.get(kit, "query", "/?animal=dolphin"), Requests.from("echo-v2"));
    kit.expect(Requests.get(kit, "query", "/?animal=dolphin&color=blue"), Requests.from("echo-v1"));
    kit.expect(
        Requests.get(kit, "query", "/?animal=dolphin&color=green"), Requests.from("echo-v2"));
  }

  @Check(
      requirement = "mesh.httproute.match.query.others",
      says = "Another value, another case, or no such parameter matches nothing")
  void others(Kit kit) {
    kit.given(Requests.get(kit, "query", "/?animal=whale"), Requests.from("echo-v1"));
    kit.given(Requests.get(kit, "query", "/?nothing=asked"), Answer.any().fromNoBackend());
    for (String path :
        List.of("/?animal=shark", "/?ANIMAL=whale", "/?animal=Whale", "/?x=whale", "/")) {
      kit.expect(Requests.get(kit, "query", path), Answer.any().fromNoBackend());
    }
  }
}
