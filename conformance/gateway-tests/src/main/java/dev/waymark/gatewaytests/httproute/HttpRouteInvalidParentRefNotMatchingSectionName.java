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
 * A route for a listener that its Gateway does not have, beside one for a listener that it has.
 *
 * <p>Stricter than the official test, which looks at status alone: the refused route is not served.
 */
@ConformanceTest(
    name = "HTTPRouteInvalidParentRefNotMatchingSectionName",
    says = "A route for a listener that does not exist is refused",
    features = {Features.GATEWAY, Features.HTTP_ROUTE},
    manifests = "httproute-invalid-parentref-not-matching-section-name.yaml")
public class HttpRouteInvalidParentRefNotMatchingSectionName {
  private static final String GATEWAY = "gateway-without-that-section";
  private static final String PARENT = GATEWAY + "#http1";
  private static final String ROUTE = "httproute-listener-not-matching-section-name";

  @Check(
      requirement = "httproute.parents.section-name-unknown",
      says = "The route is Accepted=False for NoMatchingParent")
  void routeIsRefused(Kit kit) {
    kit.expect(
        Routes.reported(kit, ROUTE, PARENT),
        Routes.condition(PARENT, "Accepted", "False", "NoMatchingParent"));
  }

  @Check(
      requirement = "gateway.listener.attached-routes.refused-not-counted",
      says = "The listener that exists counts its own route only")
  void refusedRouteIsNotCounted(Kit kit) {
    kit.given(
        kit.status("Gateway", "without-routes"),
        Status.of().listener("http", it -> it.attachedRoutes(0)));
    Routes.judged(kit, ROUTE, PARENT);
    Routes.judged(kit, "httproute-listener-matching-section-name", GATEWAY + "#http");
    kit.expectStays(
        kit.status("Gateway", GATEWAY), Status.of().listener("http", it -> it.attachedRoutes(1)));
  }

  @Check(
      requirement = "httproute.refused.not-served",
      says = "A request for the refused route reaches no backend")
  void refusedRouteIsNotServed(Kit kit) {
    kit.given(getting(kit, "such-section.example.com"), Answer.from("infra-backend-v1"));
    kit.given(Routes.reported(kit, ROUTE, PARENT), Routes.condition(PARENT, "Accepted", "False"));
    kit.expectStays(getting(kit, "no-such-section.example.com"), Answers.noBackend());
  }

  private static Call getting(Kit kit, String host) {
    return kit.gateway(GATEWAY).sending(Request.get("/").host(host));
  }
}
