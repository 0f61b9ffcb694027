package dev.waymark.gammatests.sandwich;

import dev.waymark.gammatests.Ambient;
import dev.waymark.kit.Answer;
import dev.waymark.kit.Check;
import dev.waymark.kit.ConformanceTest;
import dev.waymark.kit.Kit;
import dev.waymark.kit.catalog.Features;

/** Identities that come in a PROXY header. */
@ConformanceTest(
    name = "SandwichAuthorization",
    says = "Policies know clients by what PROXY headers say",
    features = {
      Features.AMBIENT,
      Features.WAYPOINT,
      Features.WAYPOINT_SANDWICH,
      Features.HTTP_ROUTE,
      Features.WAYPOINT_AUTHORIZATION
    },
    manifests = "sandwich-proxied.yaml")
public class SandwichAuthorization {
  private static final String NAMESPACE = "sandwich";

  @Check(
      requirement = "sandwich.authorization.principal",
      says = "The header tells who opened the connection, and policies know it by that")
  void principal(Kit kit) {
    kit.expect(Ambient.client(kit, NAMESPACE, "by-identity"), Answer.from("echo", NAMESPACE));
    kit.expect(Ambient.other(kit, NAMESPACE, "by-identity"), Answer.status(403).fromNoBackend());
  }
}
