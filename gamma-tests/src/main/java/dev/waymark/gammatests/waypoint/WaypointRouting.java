package dev.waymark.gammatests.waypoint;

import dev.waymark.gammatests.Ambient;
import dev.waymark.kit.Answer;
import dev.waymark.kit.Call;
import dev.waymark.kit.Check;
import dev.waymark.kit.ConformanceTest;
import dev.waymark.kit.Kit;
import dev.waymark.kit.Request;
import dev.waymark.kit.catalog.Features;

/** Routes at a waypoint. */
@ConformanceTest(
    name = "WaypointRouting",
    says = "A waypoint applies the routes of the Services that it stands before",
    features = {Features.AMBIENT, Features.WAYPOINT, Features.HTTP_ROUTE},
    manifests = "waypoint-routing.yaml")
public class WaypointRouting {
  private static final String NAMESPACE = "waypoint-routing";

  private static Call get(Kit kit, String service, String path) {
    return Ambient.client(kit, NAMESPACE, service, Request.get(path));
  }

  private static void inForce(Kit kit) {
    kit.given(get(kit, "routed", "/marked"), Ambient.marked("echo", NAMESPACE, "routed"));
  }

  @Check(
      requirement = "waypoint.route.applied",
      says = "The waypoint applies the route of the Service that is asked for")
  void applied(Kit kit) {
    kit.expect(get(kit, "routed", "/marked"), Ambient.marked("echo", NAMESPACE, "routed"));
  }

  @Check(
      requirement = "waypoint.route.host",
      says = "The Service is known by its address, whatever the Host says")
  void host(Kit kit) {
    inForce(kit);
    kit.expect(
        Ambient.client(
            kit, NAMESPACE, "routed", Request.get("/marked").host("elsewhere.example.com")),
        Ambient.marked("echo", NAMESPACE, "routed").seenHost("elsewhere.example.com"));
  }

  @Check(requirement = "waypoint.route.unmatched", says = "A request that no rule matches gets 404")
  void unmatched(Kit kit) {
    inForce(kit);
    kit.expect(get(kit, "routed", "/unmatched"), Answer.status(404).fromNoBackend());
  }

  @Check(
      requirement = "waypoint.route.no-backend",
      says = "A request whose backend does not exist gets 500")
  void noBackend(Kit kit) {
    inForce(kit);
    kit.expect(get(kit, "routed", "/nowhere"), Answer.status(500).fromNoBackend());
  }

  @Check(
      requirement = "waypoint.route.port",
      says = "A route for one port leaves the Service's other port alone")
  void port(Kit kit) {
    inForce(kit);
    kit.expect(
        kit.pod(Ambient.NAMESPACE, "client")
            .to(NAMESPACE, "routed", 8080, Request.get("/unmatched")),
        Ambient.unmarked("echo", NAMESPACE));
  }

  @Check(
      requirement = "waypoint.route.none",
      says = "A Service without a route is forwarded to its own Pods")
  void noRoute(Kit kit) {
    inForce(kit);
    kit.expect(get(kit, "unrouted", "/any"), Answer.from("echo", NAMESPACE));
    kit.expect(get(kit, "elsewhere", "/any"), Answer.from("second", NAMESPACE));
  }
}
