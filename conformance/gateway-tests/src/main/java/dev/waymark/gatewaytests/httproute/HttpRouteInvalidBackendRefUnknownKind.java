package dev.waymark.gatewaytests.httproute;

import dev.waymark.gatewaytests.Routes;
import dev.waymark.kit.Answer;
import dev.waymark.kit.Check;
import dev.waymark.kit.ConformanceTest;
import dev.waymark.kit.Kit;
import dev.waymark.kit.Request;
import dev.waymark.kit.catalog.Features;

/**
 * A route whose only backend is of a kind that the implementation can't know.
 *
 * <p>Stricter than the official test: with the status 500 it is seen that no workload answered.
 */
@ConformanceTest(
    name = "HTTPRouteInvalidBackendRefUnknownKind",
    says = "A backend of an unknown kind is reported and answered with 500",
    features = {Features.GATEWAY, Features.HTTP_ROUTE},
    manifests = "httproute-invalid-backendref-unknown-kind.yaml")
public class HttpRouteInvalidBackendRefUnknownKind {
  private static final String GATEWAY = "same-namespace";
  private static final String ROUTE = "invalid-backend-ref-unknown-kind";

  @Check(
      requirement = "httproute.backend-ref.kind-unknown.status",
      says = "The route is ResolvedRefs=False for InvalidKind")
  void routeIsUnresolved(Kit kit) {
    kit.expect(
        Routes.reported(kit, ROUTE, GATEWAY),
        Routes.condition(GATEWAY, "ResolvedRefs", "False", "InvalidKind"));
  }

  @Check(
      requirement = "httproute.accepted.despite-unresolved",
      says = "The route is Accepted=True all the same")
  void routeIsAccepted(Kit kit) {
    kit.given(
        Routes.reported(kit, ROUTE, GATEWAY), Routes.condition(GATEWAY, "ResolvedRefs", "False"));
    kit.expect(Routes.reported(kit, ROUTE, GATEWAY), Routes.condition(GATEWAY, "Accepted", "True"));
  }

  @Check(
      requirement = "httproute.backend-ref.kind-unknown.response",
      says = "A request to it gets 500 and reaches no backend")
  void requestFails(Kit kit) {
    kit.expect(
        kit.gateway(GATEWAY).sending(Request.get("/").host("unknown-kind.example.com")),
        Answer.status(500).fromNoBackend());
  }
}
