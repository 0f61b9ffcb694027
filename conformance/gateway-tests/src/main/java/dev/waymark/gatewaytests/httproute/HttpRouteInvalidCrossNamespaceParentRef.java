package dev.waymark.gatewaytests.httproute;

import dev.waymark.gatewaytests.Answers;
import dev.waymark.gatewaytests.Routes;
import dev.waymark.kit.Answer;
import dev.waymark.kit.Call;
import dev.waymark.kit.Check;
import dev.waymark.kit.ConformanceTest;
import dev.waymark.kit.Kit;
import dev.waymark.kit.Request;
import dev.waymark.kit.Status;
import dev.waymark.kit.catalog.Features;

/**
 * A route in another namespace than its Gateway, whose listener takes routes of its own namespace
 * only.
 *
 * <p>Stricter than the official test, which looks at status alone: the refused route is not served,
 * while one of the Gateway's own namespace is. Finer: what is refused, what is counted and what the
 * status says are told apart.
 */
@ConformanceTest(
    name = "HTTPRouteInvalidCrossNamespaceParentRef",
    says = "A listener refuses routes of namespaces that it does not allow",
    features = {Features.GATEWAY, Features.HTTP_ROUTE},
    manifests = "httproute-invalid-cross-namespace-parent-ref.yaml")
public class HttpRouteInvalidCrossNamespaceParentRef {
  private static final String GATEWAY = "gateway-without-foreign-routes";
  private static final String ROUTE = "invalid-cross-namespace-parent-ref";

  @Check(
      requirement = "gateway.listener.allowed-routes.same",
      says = "The route is Accepted=False for NotAllowedByListeners")
  void routeIsRefused(Kit kit) {
    kit.expect(
        Routes.reported(kit, Kit.WEB, ROUTE, GATEWAY),
        Routes.condition(GATEWAY, "Accepted", "False", "NotAllowedByListeners"));
  }

  @Check(
      requirement = "httproute.resolved-refs.on-refused-parent",
      says = "The route is ResolvedRefs=True for the parent that refused it")
  void routeIsResolved(Kit kit) {
    kit.expect(
        Routes.reported(kit, Kit.WEB, ROUTE, GATEWAY),
        Routes.condition(GATEWAY, "ResolvedRefs", "True"));
  }

  @Check(
      requirement = "gateway.listener.attached-routes.refused-not-counted",
      says = "The listener counts the route of its own namespace only")
  void refusedRouteIsNotCounted(Kit kit) {
    kit.given(
        kit.status("Gateway", "without-routes"),
        Status.of().listener("http", it -> it.attachedRoutes(0)));
    Routes.judged(kit, Kit.WEB, ROUTE, GATEWAY);
    Routes.judged(kit, "own-namespace", GATEWAY);
    kit.expectStays(
        kit.status("Gateway", GATEWAY), Status.of().listener("http", it -> it.attachedRoutes(1)));
  }

  @Check(
      requirement = "httproute.refused.not-served",
      says = "A request for the refused route reaches no backend")
  void refusedRouteIsNotServed(Kit kit) {
    kit.given(getting(kit, "foreign-own.example.com"), Answer.from("infra-backend-v1"));
    kit.given(
        Routes.reported(kit, Kit.WEB, ROUTE, GATEWAY),
        Routes.condition(GATEWAY, "Accepted", "False"));
    kit.expectStays(getting(kit, "foreign.example.com"), Answers.noBackend());
  }

  private static Call getting(Kit kit, String host) {
    return kit.gateway(GATEWAY).sending(Request.get("/").host(host));
  }
}
