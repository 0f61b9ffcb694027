package dev.waymark.gatewaytests.httproute;

import dev.waymark.gatewaytests.Answers;
import dev.waymark.gatewaytests.Routes;
import dev.waymark.kit.Answer;
import dev.waymark.kit.Call;
import dev.waymark.kit.Check;
import dev.waymark.kit.ConformanceTest;
import dev.waymark.kit.Kit;
import dev.waymark.kit.ObjectStatus;
import dev.waymark.kit.Request;
import dev.waymark.kit.catalog.Features;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * A backend in another namespace works while a grant permits it, and no longer.
 *
 * <p>Stricter than the official test: when the grant is deleted the status follows, not only the
 * traffic. The checks run in order, since a grant can be deleted once.
 */
@ConformanceTest(
    name = "HTTPRouteReferenceGrant",
    says = "A ReferenceGrant permits a backend in another namespace until it is deleted",
    features = {Features.GATEWAY, Features.HTTP_ROUTE, Features.REFERENCE_GRANT},
    manifests = "httproute-reference-grant.yaml")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
public class HttpRouteReferenceGrant {
  private static final String GATEWAY = "same-namespace";
  private static final String ROUTE = "reference-grant";
  private static final String GRANTED = "gateway-conformance-granted";
  private static final String GRANTED_TOO = "gateway-conformance-granted-too";

  @Order(1)
  @Check(
      requirement = "referencegrant.to.named",
      says = "The granted Service is reached and the route is ResolvedRefs=True")
  void grantPermits(Kit kit) {
    kit.expect(request(kit), Answer.from("granted-backend", GRANTED));
    kit.expect(
        Routes.reported(kit, ROUTE, GATEWAY), Routes.condition(GATEWAY, "ResolvedRefs", "True"));
  }

  @Order(2)
  @Check(
      requirement = "referencegrant.revoked.traffic",
      says = "When the grant is deleted the Service is no longer reached")
  void trafficStops(Kit kit) {
    kit.given(request(kit), Answer.from("granted-backend", GRANTED));
    kit.delete("ReferenceGrant", GRANTED, "reference-grant");
    kit.expect(request(kit), Answers.failed());
  }

  @Check(
      requirement = "referencegrant.revoked.status",
      says = "When the grant is deleted the route is ResolvedRefs=False")
  void statusFollows(Kit kit) {
    ObjectStatus route = Routes.reported(kit, "reference-grant-too", GATEWAY);
    kit.given(route, Routes.condition(GATEWAY, "ResolvedRefs", "True"));
    kit.delete("ReferenceGrant", GRANTED_TOO, "reference-grant");
    kit.expect(route, Routes.condition(GATEWAY, "ResolvedRefs", "False"));
  }

  private static Call request(Kit kit) {
    return kit.gateway(GATEWAY).sending(Request.get("/").host("granted.example.com"));
  }
}
