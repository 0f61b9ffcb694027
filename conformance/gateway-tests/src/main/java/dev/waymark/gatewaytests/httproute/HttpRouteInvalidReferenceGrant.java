package dev.waymark.gatewaytests.httproute;

import dev.waymark.gatewaytests.Answers;
import dev.waymark.gatewaytests.Routes;
import dev.waymark.kit.Call;
import dev.waymark.kit.Check;
import dev.waymark.kit.ConformanceTest;
import dev.waymark.kit.Kit;
import dev.waymark.kit.Request;
import dev.waymark.kit.catalog.Features;
import org.junit.jupiter.api.BeforeAll;

/**
 * Grants for a backend that are right but for one field.
 *
 * <p>Finer than the official test, where one route faces all seven at once: here each near miss has
 * a route, a Service and a grant of its own, so that it shows which field is not compared, in the
 * status and in the traffic.
 */
@ConformanceTest(
    name = "HTTPRouteInvalidReferenceGrant",
    says = "Every field of a ReferenceGrant counts",
    features = {Features.GATEWAY, Features.HTTP_ROUTE, Features.REFERENCE_GRANT},
    manifests = "httproute-invalid-reference-grant.yaml")
public class HttpRouteInvalidReferenceGrant {
  private static final String GATEWAY = "same-namespace";

  @BeforeAll
  static void grantsAreAskedFor(Kit kit) {
    kit.given(
        Routes.reported(kit, "granted", GATEWAY),
        Routes.condition(GATEWAY, "ResolvedRefs", "True"));
    kit.given(
        Routes.reported(kit, "ungranted", GATEWAY),
        Routes.condition(GATEWAY, "ResolvedRefs", "False"));
    kit.given(getting(kit, "ungranted"), Answers.failed());
  }

  @Check(
      requirement = "referencegrant.namespace",
      says = "A grant in another namespace than the Service's permits nothing")
  void namespace(Kit kit) {
    refused(kit, "namespace");
  }

  @Check(
      requirement = "referencegrant.from.group",
      says = "A grant from another group does not permit an HTTPRoute's reference")
  void fromGroup(Kit kit) {
    refused(kit, "from-group");
  }

  @Check(
      requirement = "referencegrant.from.kind",
      says = "A grant from Gateways does not permit an HTTPRoute's reference")
  void fromKind(Kit kit) {
    refused(kit, "from-kind");
  }

  @Check(
      requirement = "referencegrant.from.namespace",
      says = "A grant from another namespace does not permit the route's reference")
  void fromNamespace(Kit kit) {
    refused(kit, "from-namespace");
  }

  @Check(
      requirement = "referencegrant.to.group",
      says = "A grant to another group does not permit a reference to a Service")
  void toGroup(Kit kit) {
    refused(kit, "to-group");
  }

  @Check(
      requirement = "referencegrant.to.kind",
      says = "A grant to Secrets does not permit a reference to a Service")
  void toKind(Kit kit) {
    refused(kit, "to-kind");
  }

  @Check(
      requirement = "referencegrant.to.name",
      says = "A grant to another Service does not permit a reference to this one")
  void toName(Kit kit) {
    refused(kit, "to-name");
  }

  private static void refused(Kit kit, String nearMiss) {
    kit.expect(
        Routes.reported(kit, nearMiss, GATEWAY),
        Routes.condition(GATEWAY, "ResolvedRefs", "False"));
    kit.expect(getting(kit, nearMiss), Answers.failed());
  }

  private static Call getting(Kit kit, String nearMiss) {
    return kit.gateway(GATEWAY).sending(Request.get("/").host(nearMiss + ".example.com"));
  }
}
