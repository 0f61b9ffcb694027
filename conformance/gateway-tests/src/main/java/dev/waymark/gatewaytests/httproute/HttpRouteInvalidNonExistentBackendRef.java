package dev.waymark.gatewaytests.httproute;

import dev.waymark.gatewaytests.Routes;
import dev.waymark.kit.Answer;
import dev.waymark.kit.Check;
import dev.waymark.kit.ConformanceTest;
import dev.waymark.kit.Kit;
import dev.waymark.kit.Request;
import dev.waymark.kit.catalog.Features;

/**
 * A route whose only backend does not exist.
 *
 * <p>Stricter than the official test: with the status 500 it is seen that no workload answered.
 */
@ConformanceTest(
    name = "HTTPRouteInvalidNonExistentBackendRef",
    says = "A Service that does not exist is reported and answered with 500",
    features = {Features.GATEWAY, Features.HTTP_ROUTE},
    manifests = "httproute-invalid-nonexistent-backendref.yaml")
public class HttpRouteInvalidNonExistentBackendRef {
  private static final String GATEWAY = "same-namespace";
  private static final String ROUTE = "invalid-nonexistent-backend-ref";

  @Check(
      requirement = "httproute.backend-ref.not-found.status",
      says = "The route is ResolvedRefs=False for BackendNotFound")
  void routeIsUnresolved(Kit kit) {
    kit.expect(
        Routes.reported(kit, ROUTE, GATEWAY),
        Routes.condition(GATEWAY, "ResolvedRefs", "False", "BackendNotFound"));
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
      requirement = "httproute.backend-ref.not-found.response",
      says = "A request to it gets 500 and reaches no backend")
  void requestFails(Kit kit) {
    kit.expect(
        kit.gateway(GATEWAY).sending(Request.get("/").host("nonexistent.example.com")),
        Answer.status(500).fromNoBackend());
  }
}
