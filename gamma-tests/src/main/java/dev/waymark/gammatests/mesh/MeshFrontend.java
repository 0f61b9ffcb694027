package dev.waymark.gammatests.mesh;

import dev.waymark.gammatests.Requests;
import dev.waymark.kit.Answer;
import dev.waymark.kit.Call;
import dev.waymark.kit.Check;
import dev.waymark.kit.ConformanceTest;
import dev.waymark.kit.Kit;
import dev.waymark.kit.Request;
import dev.waymark.kit.catalog.Features;

/** A route is for those who call its Service, not for those who call the Pods behind it. */
@ConformanceTest(
    name = "MeshFrontend",
    says = "A route is in force for its Service's address alone",
    features = {
      Features.MESH,
      Features.HTTP_ROUTE,
      Features.HTTP_ROUTE_RESPONSE_HEADER_MODIFICATION
    },
    manifests = "mesh-frontend.yaml")
public class MeshFrontend {
  @Check(
      requirement = "mesh.httproute.filter.response-headers.set",
      says = "A ResponseHeaderModifier sets a header of the answer")
  void byService(Kit kit) {
    kit.expect(
        Requests.get(kit, "frontend", "/"), Requests.from("echo-v2").header("X-Header-Set", "set"));
  }

  @Check(
      requirement = "mesh.frontend.pod-address",
      says = "A request to a Pod's own address is not subject to the route of a Service")
  void byPod(Kit kit) {
    Call call = kit.pod("client").toPodOf(Kit.MESH, "echo-v2", 8080, Request.get("/"));
    kit.given(Requests.get(kit, "frontend", "/"), Answer.any().header("X-Header-Set", "set"));
    kit.given(call, Answer.status(200));
    kit.expectStays(call, Requests.from("echo-v2").withoutHeader("X-Header-Set"));
  }

  @Check(
      requirement = "mesh.frontend.other-service",
      says = "A request to another Service of the same Pods is not subject to the route")
  void byOtherService(Kit kit) {
    Call call = Requests.get(kit, "echo-v2", "/");
    kit.given(Requests.get(kit, "frontend", "/"), Answer.any().header("X-Header-Set", "set"));
    kit.given(call, Answer.status(200));
    kit.expectStays(call, Requests.from("echo-v2").withoutHeader("X-Header-Set"));
  }
}
