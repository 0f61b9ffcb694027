package dev.waymark.gatewaytests.httproute;

import dev.waymark.gatewaytests.Answers;
import dev.waymark.gatewaytests.Routes;
import dev.waymark.kit.Answer;
import dev.waymark.kit.Call;
import dev.waymark.kit.Check;
import dev.waymark.kit.ConformanceTest;
import dev.waymark.kit.Kit;
import dev.waymark.kit.Request;
import dev.waymark.kit.catalog.Features;
import dev.waymark.kit.verdict.Shares;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;

/**
 * A route of which one rule's backend is granted and the other's is not, and a rule of which one
 * backend of two is valid.
 *
 * <p>Stricter than the official test, which leaves the second out: the share of the requests that
 * falls to the invalid backend must fail, not go to the other.
 */
@ConformanceTest(
    name = "HTTPRoutePartiallyInvalidViaInvalidReferenceGrant",
    says = "What is invalid in a route fails, and nothing else does",
    features = {Features.GATEWAY, Features.HTTP_ROUTE, Features.REFERENCE_GRANT},
    manifests = "httproute-partially-invalid-via-invalid-reference-grant.yaml")
public class HttpRoutePartiallyInvalidViaInvalidReferenceGrant {
  private static final String GATEWAY = "same-namespace";

  @BeforeAll
  static void grantsAreAskedFor(Kit kit) {
    kit.given(getting(kit, "without-grant.example.com", "/"), Answers.failed());
  }

  @Check(
      requirement = "referencegrant.to.name",
      says = "The Service that the grant does not name is not reached, and the route says so")
  void otherServiceIsNotGranted(Kit kit) {
    kit.given(
        getting(kit, "partially.example.com", "/granted"), Answer.from("app-backend-v1", Kit.APP));
    kit.given(
        Routes.reported(kit, "without-grant", GATEWAY),
        Routes.condition(GATEWAY, "ResolvedRefs", "False"));
    kit.expect(
        Routes.reported(kit, "invalid-reference-grant", GATEWAY),
        Routes.condition(GATEWAY, "ResolvedRefs", "False"));
    kit.expect(getting(kit, "partially.example.com", "/not-granted"), Answers.failed());
  }

  @Check(
      requirement = "httproute.accepted.despite-unresolved",
      says = "The route is Accepted=True all the same")
  void routeIsAccepted(Kit kit) {
    kit.given(
        Routes.reported(kit, "invalid-reference-grant", GATEWAY),
        Routes.condition(GATEWAY, "ResolvedRefs", "False"));
    kit.expect(
        Routes.reported(kit, "invalid-reference-grant", GATEWAY),
        Routes.condition(GATEWAY, "Accepted", "True"));
  }

  @Check(
      requirement = "httproute.backend-ref.invalid.rule-scoped",
      says = "The rule with the granted Service works beside the one without")
  void otherRuleWorks(Kit kit) {
    kit.given(getting(kit, "partially.example.com", "/not-granted"), Answers.failed());
    kit.expect(
        getting(kit, "partially.example.com", "/granted"), Answer.from("app-backend-v1", Kit.APP));
  }

  @Check(
      requirement = "httproute.backend-ref.invalid.weighted",
      says = "Of a rule with a valid and an invalid backend half of the requests fail")
  void shareOfTheInvalidBackendFails(Kit kit) {
    kit.given(getting(kit, "weighted.example.com", "/"), Answer.status(200, 500, 503));
    kit.expectShares(
        getting(kit, "weighted.example.com", "/"),
        Map.of("infra-backend-v1", 1, Shares.NO_BACKEND, 1));
  }

  private static Call getting(Kit kit, String host, String path) {
    return kit.gateway(GATEWAY).sending(Request.get(path).host(host));
  }
}
