package dev.waymark.gatewaytests.gateway;

import dev.waymark.gatewaytests.Kinds;
import dev.waymark.gatewaytests.Routes;
import dev.waymark.kit.Check;
import dev.waymark.kit.ConformanceTest;
import dev.waymark.kit.Kit;
import dev.waymark.kit.ObjectStatus;
import dev.waymark.kit.Status;
import dev.waymark.kit.catalog.Features;

/**
 * How listeners count their routes: one, two beside a refused one, and one on a listener that lacks
 * its certificate.
 *
 * <p>Finer than the official test: counting, leaving refused routes out and counting on broken
 * listeners are told apart.
 */
@ConformanceTest(
    name = "GatewayWithAttachedRoutes",
    says = "A listener counts the routes that are attached to it",
    features = {Features.GATEWAY, Features.HTTP_ROUTE},
    manifests = "gateway-with-attached-routes.yaml")
public class GatewayWithAttachedRoutes {
  private static final String ONE = "gateway-with-one-attached-route";
  private static final String TWO = "gateway-with-two-attached-routes";
  private static final String UNRESOLVED = "unresolved-gateway-with-one-attached-unresolved-route";

  @Check(
      requirement = "gateway.listener.attached-routes.count",
      says = "A listener with one route counts one")
  void oneRoute(Kit kit) {
    Routes.judged(kit, "http-route-1", ONE);
    kit.expectStays(gateway(kit, ONE), counting("http", 1));
  }

  @Check(
      requirement = "gateway.listener.attached-routes.refused-not-counted",
      says = "A listener with two routes and a third that it refuses counts two")
  void refusedRouteIsNotCounted(Kit kit) {
    kit.given(gateway(kit, "without-routes"), counting("http", 0));
    for (String route : new String[] {"http-route-2", "http-route-3", "http-route-not-accepted"}) {
      Routes.judged(kit, route, TWO);
    }
    kit.expectStays(gateway(kit, TWO), counting("http", 2));
  }

  @Check(
      requirement = "gateway.listener.attached-routes.unresolved-counted",
      says = "A listener without its certificate counts its one route")
  void routeOfBrokenListenerIsCounted(Kit kit) {
    kit.given(gateway(kit, "without-routes"), counting("http", 0));
    Routes.judged(kit, "http-route-4", UNRESOLVED + "#tls");
    kit.expectStays(gateway(kit, UNRESOLVED), counting("tls", 1));
  }

  @Check(
      requirement = "httproute.accepted.no-matching-hostname",
      says =
          "The route whose hostname the listener doesn't cover is refused for"
              + " NoMatchingListenerHostname")
  void foreignHostnameIsRefused(Kit kit) {
    ObjectStatus route = kit.status("HTTPRoute", "http-route-not-accepted");
    kit.given(route, Status.of().onlyParents(Kit.INFRA, TWO));
    kit.expect(
        route,
        Status.of()
            .parent(TWO, it -> it.condition("Accepted", "False", "NoMatchingListenerHostname")));
  }

  @Check(
      requirement = "gateway.listener.programmed.unresolved",
      says = "The listener without its certificate is not Programmed")
  void brokenListenerIsNotProgrammed(Kit kit) {
    kit.given(
        gateway(kit, UNRESOLVED),
        Status.of().listener("tls", it -> it.condition("ResolvedRefs", "False")));
    kit.expect(
        gateway(kit, UNRESOLVED),
        Status.of().listener("tls", it -> it.condition("Programmed", "False")));
  }

  @Check(
      requirement = "httproute.backend-ref.not-found.status",
      says = "A route on the broken listener still tells that its Service does not exist")
  void routeTellsItsMissingService(Kit kit) {
    ObjectStatus route = kit.status("HTTPRoute", "http-route-4");
    kit.given(route, Status.of().onlyParents(Kit.INFRA, UNRESOLVED + "#tls"));
    kit.expect(
        route,
        Status.of()
            .parent(
                UNRESOLVED + "#tls",
                it -> it.condition("ResolvedRefs", "False", "BackendNotFound")));
  }

  @Check(
      requirement = "gateway.listener.supported-kinds",
      says = "The sound listeners support HTTPRoute and no kind that HTTP can't carry")
  void kindsAreThoseOfHttp(Kit kit) {
    kit.expect(gateway(kit, ONE), Status.of().listener("http", Kinds::ofHttp));
    kit.expect(gateway(kit, TWO), Status.of().listener("http", Kinds::ofHttp));
  }

  private static ObjectStatus gateway(Kit kit, String name) {
    return kit.status("Gateway", name);
  }

  private static Status counting(String listener, int routes) {
    return Status.of().listener(listener, it -> it.attachedRoutes(routes));
  }
}
