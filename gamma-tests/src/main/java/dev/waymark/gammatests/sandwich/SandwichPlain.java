package dev.waymark.gammatests.sandwich;

import dev.waymark.gammatests.Ambient;
import dev.waymark.kit.Check;
import dev.waymark.kit.ConformanceTest;
import dev.waymark.kit.Kit;
import dev.waymark.kit.Request;
import dev.waymark.kit.catalog.Features;

/** A Gateway of the class under test, bound by a label. */
@ConformanceTest(
    name = "SandwichPlain",
    says = "An ordinary Gateway that knows nothing of tunnels serves as a waypoint",
    features = {
      Features.AMBIENT,
      Features.WAYPOINT,
      Features.WAYPOINT_SANDWICH,
      Features.HTTP_ROUTE
    },
    manifests = "sandwich-plain.yaml")
public class SandwichPlain {
  private static final String NAMESPACE = "sandwich-plain";

  @Check(
      requirement = "sandwich.plain",
      says = "An ordinary Gateway serves as a waypoint, by the Host")
  void plain(Kit kit) {
    kit.expect(
        Ambient.client(kit, NAMESPACE, "by-host", Request.get("/").host("by-host.example.com")),
        Ambient.marked("echo", NAMESPACE, "ordinary"));
  }
}
