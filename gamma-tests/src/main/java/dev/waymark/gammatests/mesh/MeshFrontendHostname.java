package dev.waymark.gammatests.mesh;

import dev.waymark.gammatests.Requests;
import dev.waymark.kit.Check;
import dev.waymark.kit.ConformanceTest;
import dev.waymark.kit.Kit;
import dev.waymark.kit.Request;
import dev.waymark.kit.catalog.Features;
import org.junit.jupiter.api.BeforeAll;

/** Which Service is meant is decided by the address that is called, not by the Host. */
@ConformanceTest(
    name = "MeshFrontendHostname",
    says = "The Host says nothing of which Service's route is in force",
    features = {
      Features.MESH,
      Features.MESH_CLUSTER_IP_MATCHING,
      Features.HTTP_ROUTE,
      Features.HTTP_ROUTE_RESPONSE_HEADER_MODIFICATION
    },
    manifests = "mesh-frontend-hostname.yaml")
public class MeshFrontendHostname {
  @BeforeAll
  static void routeIsInForce(Kit kit) {
    kit.given(
        Requests.get(kit, "marked", "/"), Requests.from("echo-v2").header("X-Header-Set", "set"));
  }

  @Check(
      requirement = "mesh.frontend.address-decides",
      says = "Where a Service with a route is called, a Host that names another changes nothing")
  void calledWithRoute(Kit kit) {
    kit.expect(
        Requests.send(kit, "marked", Request.get("/").host("echo-v1")),
        Requests.from("echo-v2").header("X-Header-Set", "set"));
  }

  @Check(
      requirement = "mesh.frontend.host-decides-nothing",
      says = "Where a Service without a route is called, a Host that names one with it is ignored")
  void calledWithoutRoute(Kit kit) {
    kit.given(Requests.get(kit, "unmarked", "/"), Requests.from("echo-v1"));
    String marked = kit.names().object("Service", Kit.MESH, "marked");
    kit.expectStays(
        Requests.send(kit, "unmarked", Request.get("/").host(marked)),
        Requests.from("echo-v1").withoutHeader("X-Header-Set"));
  }
}
