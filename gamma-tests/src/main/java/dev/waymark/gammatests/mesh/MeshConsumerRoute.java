package dev.waymark.gammatests.mesh;

import dev.waymark.gammatests.Requests;
import dev.waymark.kit.Answer;
import dev.waymark.kit.Call;
import dev.waymark.kit.Check;
import dev.waymark.kit.ConformanceTest;
import dev.waymark.kit.Kit;
import dev.waymark.kit.Request;
import dev.waymark.kit.catalog.Features;

/** A route in another namespace than its Service's is for the clients of its own namespace. */
@ConformanceTest(
    name = "MeshConsumerRoute",
    says = "A consumer route is in force for the clients of its own namespace alone",
    features = {
      Features.MESH,
      Features.MESH_CONSUMER_ROUTE,
      Features.HTTP_ROUTE,
      Features.HTTP_ROUTE_RESPONSE_HEADER_MODIFICATION
    },
    manifests = "mesh-consumer-route.yaml")
public class MeshConsumerRoute {
  @Check(
      requirement = "mesh.consumer-route.own-namespace",
      says = "Clients of the route's namespace are subject to it")
  void consumers(Kit kit) {
    kit.expect(consuming(kit), Requests.from("echo-v1").header("X-Header-Set", "set"));
  }

  @Check(
      requirement = "mesh.consumer-route.other-namespaces",
      says = "Clients of other namespaces are not")
  void others(Kit kit) {
    kit.given(consuming(kit), Answer.any().header("X-Header-Set", "set"));
    kit.expectStays(
        Requests.get(kit, "consumed", "/"), Requests.from("echo-v1").withoutHeader("X-Header-Set"));
  }

  private static Call consuming(Kit kit) {
    return kit.pod(Kit.CONSUMER, "client").to(Kit.MESH, "consumed", 80, Request.get("/"));
  }
}
