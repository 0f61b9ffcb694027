package dev.waymark.gammatests.sandwich;

import dev.waymark.gammatests.Ambient;
import dev.waymark.kit.Call;
import dev.waymark.kit.Check;
import dev.waymark.kit.ConformanceTest;
import dev.waymark.kit.Hops;
import dev.waymark.kit.Kit;
import dev.waymark.kit.catalog.Features;

/** The whole path through a sandwiched waypoint. */
@ConformanceTest(
    name = "SandwichHops",
    says = "The proxies tell the path through a waypoint behind its node",
    features = {
      Features.AMBIENT,
      Features.WAYPOINT,
      Features.WAYPOINT_SANDWICH,
      Features.HTTP_ROUTE,
      Features.HOP_REPORTING
    },
    manifests = "sandwich-proxied.yaml")
public class SandwichHops {
  private static final String NAMESPACE = "sandwich";

  @Check(
      requirement = "sandwich.hops.path",
      says = "The path enters the waypoint through its node's proxy, and leaves it so")
  void path(Kit kit) {
    Call call = Ambient.client(kit, NAMESPACE, "first");
    kit.given(call, Ambient.marked("echo", NAMESPACE, "first"));
    kit.expect(
        kit.path(call),
        Hops.exactly(5)
            .hop("ztunnel", "outbound")
            .at(Ambient.NAMESPACE, "client")
            .from(Ambient.NAMESPACE, "client")
            .to(NAMESPACE, "sandwich")
            .opened("hbone")
            .forService(NAMESPACE, "first", 80)
            .hop("ztunnel", "inbound")
            .at(NAMESPACE, "sandwich")
            .from(Ambient.NAMESPACE, "client")
            .accepted("hbone")
            .opened("tcp")
            .hop("waypoint", "inbound")
            .from(Ambient.NAMESPACE, "client")
            .accepted("tcp")
            .opened("tcp")
            .hop("ztunnel", "outbound")
            .at(NAMESPACE, "sandwich")
            .from(NAMESPACE, "sandwich")
            .to(NAMESPACE, "echo")
            .opened("hbone")
            .forPod(NAMESPACE, "echo", 8080)
            .hop("ztunnel", "inbound")
            .at(NAMESPACE, "echo")
            .from(NAMESPACE, "sandwich")
            .accepted("hbone")
            .opened("tcp"));
  }
}
