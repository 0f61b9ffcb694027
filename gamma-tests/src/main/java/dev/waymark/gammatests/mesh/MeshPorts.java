package dev.waymark.gammatests.mesh;

import dev.waymark.gammatests.Requests;
import dev.waymark.kit.Answer;
import dev.waymark.kit.Check;
import dev.waymark.kit.ConformanceTest;
import dev.waymark.kit.Kit;
import dev.waymark.kit.Request;
import dev.waymark.kit.catalog.Features;

/** A route is attached to one port of a Service, or to all of them. */
@ConformanceTest(
    name = "MeshPorts",
    says = "parentRef.port limits a route to that port",
    features = {
      Features.MESH,
      Features.HTTP_ROUTE,
      Features.HTTP_ROUTE_PARENT_REF_PORT,
      Features.HTTP_ROUTE_RESPONSE_HEADER_MODIFICATION
    },
    manifests = "mesh-ports.yaml")
public class MeshPorts {
  @Check(
      requirement = "mesh.ports.named",
      says = "A route that names a port is in force at that port")
  void namedPort(Kit kit) {
    kit.expect(
        Requests.get(kit, "one-port", "/"), Requests.from("echo-v1").header("X-Header-Set", "v1"));
  }

  @Check(
      requirement = "mesh.ports.others",
      says = "A route that names a port is not in force at another")
  void otherPort(Kit kit) {
    kit.given(Requests.get(kit, "one-port", "/"), Answer.any().header("X-Header-Set", "v1"));
    kit.expectStays(
        kit.pod("client").to("one-port", 8080, Request.get("/")),
        Requests.from("echo-v1").withoutHeader("X-Header-Set"));
  }

  @Check(
      requirement = "mesh.ports.all",
      says = "A route that names no port is in force at all of them")
  void allPorts(Kit kit) {
    for (int port : new int[] {80, 8080}) {
      kit.expect(
          kit.pod("client").to("all-ports", port, Request.get("/")),
          Requests.from("echo-v2").header("X-Header-Set", "v2"));
    }
  }
}
