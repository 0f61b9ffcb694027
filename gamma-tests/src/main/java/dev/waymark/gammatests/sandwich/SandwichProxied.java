package dev.waymark.gammatests.sandwich;

import dev.waymark.gammatests.Ambient;
import dev.waymark.kit.Answer;
import dev.waymark.kit.Check;
import dev.waymark.kit.ConformanceTest;
import dev.waymark.kit.Kit;
import dev.waymark.kit.Request;
import dev.waymark.kit.catalog.Features;

/** A waypoint that takes no tunnels itself. */
@ConformanceTest(
    name = "SandwichProxied",
    says = "A waypoint behind its node is told by PROXY headers what is asked for",
    features = {
      Features.AMBIENT,
      Features.WAYPOINT,
      Features.WAYPOINT_SANDWICH,
      Features.HTTP_ROUTE
    },
    manifests = "sandwich-proxied.yaml")
public class SandwichProxied {
  private static final String NAMESPACE = "sandwich";

  @Check(
      requirement = "sandwich.route",
      says = "Each Service's own route is applied, though all connections come from one place")
  void route(Kit kit) {
    kit.expect(Ambient.client(kit, NAMESPACE, "first"), Ambient.marked("echo", NAMESPACE, "first"));
    kit.expect(
        Ambient.client(kit, NAMESPACE, "second"), Ambient.marked("echo", NAMESPACE, "second"));
  }

  @Check(
      requirement = "sandwich.identity",
      says = "Who is behind the waypoint knows it by its own identity")
  void identity(Kit kit) {
    kit.expect(Ambient.client(kit, NAMESPACE, "guarded"), Answer.from("guarded", NAMESPACE));
    kit.expect(
        kit.pod(Ambient.NAMESPACE, "client").toPodOf(NAMESPACE, "guarded", 8080, Request.get("/")),
        Answer.none());
  }

  @Check(
      requirement = "sandwich.closed",
      says = "The port for PROXY headers is not open to others: nobody can claim to be somebody")
  void closed(Kit kit) {
    kit.given(Ambient.client(kit, NAMESPACE, "first"), Ambient.marked("echo", NAMESPACE, "first"));
    for (String namespace : new String[] {Ambient.NAMESPACE, Ambient.OUTSIDE}) {
      kit.expect(
          kit.pod(namespace, "client")
              .toPodOfGateway(NAMESPACE, "sandwich", 15088, Request.get("/")),
          Answer.none());
    }
  }
}
