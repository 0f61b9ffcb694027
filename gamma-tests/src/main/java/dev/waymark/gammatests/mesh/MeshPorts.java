package dev.waymark.gammatests.mesh;

import dev.waymark.gammatests.Requests;
import dev.waymark.kit.Call;
import dev.waymark.kit.Check;
import dev.waymark.kit.ConformanceTest;
import dev.waymark.kit.Kit;
import dev.waymark.kit.Request;
import dev.waymark.kit.catalog.Features;

/**
 * A route is attached to one port of a Service, or to all of them.
 *
 * <p>Stricter than the official test: a route may name any of the ports, not only the first. Finer:
 * whether a route is in force is told by who answers, so that a mesh which doesn't set the header
 * of an answer fails the test of that alone.
 */
@ConformanceTest(
    name = "MeshPorts",
    says = "parentRef.port limits a route to that port",
    features = {
      Features.MESH,
      Features.HTTP_ROUTE,
      Features.HTTP_ROUTE_PARENT_REF_PORT,
      Features.HTTP_ROUTE_RESPONSE_HEADER_MODIFICATION // as the official test has it
    },
    manifests = "mesh-ports.yaml")
public class MeshPorts {
  private static final String PATH = "/routed";

  @Check(
      requirement = "mesh.ports.named",
      says = "A route that names a port is in force at that port")
  void namedPort(Kit kit) {
    kit.expect(Requests.get(kit, "first-port", PATH), Requests.from("echo-v1"));
    kit.expect(at8080(kit, "second-port"), Requests.from("echo-v1"));
  }

  @Check(
      requirement = "mesh.httproute.parent-port",
      says = "A route that names a port is not in force at another")
  void otherPort(Kit kit) {
    kit.given(Requests.get(kit, "first-port", PATH), Requests.from("echo-v1"));
    kit.expectStays(at8080(kit, "first-port"), Requests.from("echo-v3"));
  }

  @Check(
      requirement = "mesh.ports.all",
      says = "A route that names no port is in force at all of them")
  void allPorts(Kit kit) {
    kit.given(Requests.get(kit, "all-ports", PATH), Requests.from("echo-v2"));
    kit.expect(at8080(kit, "all-ports"), Requests.from("echo-v2"));
  }

  private static Call at8080(Kit kit, String service) {
    return kit.pod("client").to(service, 8080, Request.get(PATH));
  }
}
