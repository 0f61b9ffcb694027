package dev.waymark.gatewaytests.httproute;

import dev.waymark.gatewaytests.Routes;
import dev.waymark.kit.Answer;
import dev.waymark.kit.Check;
import dev.waymark.kit.ConformanceTest;
import dev.waymark.kit.Kit;
import dev.waymark.kit.Request;
import dev.waymark.kit.catalog.Features;

/**
 * A route whose only backend is in another namespace which grants nothing.
 *
 * <p>Stricter than the official test: with the status 500 it is seen that no workload answered.
 */
@ConformanceTest(
    name = "HTTPRouteInvalidCrossNamespaceBackendRef",
    says = "A Service in another namespace is not used without a grant",
    features = {Features.GATEWAY, Features.HTTP_ROUTE, Features.REFERENCE_GRANT},
    manifests = "httproute-invalid-cross-namespace-backend-ref.yaml")
public class HttpRouteInvalidCrossNamespaceBackendRef {
  private static final String GATEWAY = "same-namespace";
  private static final String ROUTE = "invalid-cross-namespace-backend-ref";

  @Check(
      requirement = "httproute.backend-ref.cross-namespace.status",
      says = "The route is ResolvedRefs=False for RefNotPermitted")
  void routeIsUnresolved(Kit kit) {
    kit.expect(
        Routes.reported(kit, ROUTE, GATEWAY),
        Routes.condition(GATEWAY, "ResolvedRefs", "False", "RefNotPermitted"));
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
      requirement = "httproute.backend-ref.cross-namespace.response",
      says = "A request to it gets 500 and reaches no backend")
  void requestFails(Kit kit) {
    kit.expect(
        kit.gateway(GATEWAY).sending(Request.get("/").host("cross-namespace.example.com")),
        Answer.status(500).fromNoBackend());
  }
}
