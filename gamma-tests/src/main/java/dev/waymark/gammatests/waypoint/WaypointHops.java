package dev.waymark.gammatests.waypoint;

import dev.waymark.gammatests.Ambient;
import dev.waymark.kit.Call;
import dev.waymark.kit.Check;
import dev.waymark.kit.ConformanceTest;
import dev.waymark.kit.Hops;
import dev.waymark.kit.Kit;
import dev.waymark.kit.Request;
import dev.waymark.kit.catalog.Features;

/** The whole path through a waypoint. */
@ConformanceTest(
    name = "WaypointHops",
    says = "The proxies tell the path through a waypoint",
    features = {Features.AMBIENT, Features.WAYPOINT, Features.HTTP_ROUTE, Features.HOP_REPORTING},
    manifests = "waypoint-routing.yaml")
public class WaypointHops {
  private static final String NAMESPACE = "waypoint-routing";

  @Check(
      requirement = "waypoint.hops.path",
      says =
          "The path has the waypoint between two tunnels, each under the identity of who opened it")
  void path(Kit kit) {
    Call call = Ambient.client(kit, NAMESPACE, "routed", Request.get("/marked"));
    kit.given(call, Ambient.marked("echo", NAMESPACE, "routed"));
    kit.expect(
        kit.path(call),
        Hops.exactly(3)
            .hop("ztunnel", "outbound")
            .at(Ambient.NAMESPACE, "client")
            .from(Ambient.NAMESPACE, "client")
            .to(NAMESPACE, "waypoint")
            .opened("hbone")
            .forService(NAMESPACE, "routed", 80)
            .hop("waypoint", "inbound")
            .from(Ambient.NAMESPACE, "client")
            .to(NAMESPACE, "echo")
            .accepted("hbone")
            .opened("hbone")
            .forPod(NAMESPACE, "echo", 8080)
            .hop("ztunnel", "inbound")
            .at(NAMESPACE, "echo")
            .from(NAMESPACE, "waypoint")
            .accepted("hbone")
            .opened("tcp"));
  }
}
