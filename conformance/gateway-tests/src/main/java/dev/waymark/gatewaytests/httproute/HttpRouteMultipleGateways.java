package dev.waymark.gatewaytests.httproute;

import dev.waymark.gatewaytests.Routes;
import dev.waymark.kit.Answer;
import dev.waymark.kit.Call;
import dev.waymark.kit.Check;
import dev.waymark.kit.ConformanceTest;
import dev.waymark.kit.Kit;
import dev.waymark.kit.ObjectStatus;
import dev.waymark.kit.Request;
import dev.waymark.kit.Status;
import dev.waymark.kit.catalog.Features;
import dev.waymark.kit.verdict.Json;
import dev.waymark.kit.verdict.Matcher;
import java.util.List;

/**
 * One route on two Gateways, beside a route of each Gateway's own.
 *
 * <p>Stricter than the official test: the route's status has no entry for a Gateway that it does
 * not name.
 */
@ConformanceTest(
    name = "HTTPRouteMultipleGateways",
    says = "A route can have several Gateways, and each Gateway serves its own routes",
    features = {Features.GATEWAY, Features.HTTP_ROUTE},
    manifests = "httproute-multiple-gateways.yaml")
public class HttpRouteMultipleGateways {
  private static final String FIRST = "same-namespace";
  private static final String SECOND = "all-namespaces";

  @Check(
      requirement = "httproute.parents.each-served",
      says = "Both Gateways serve the route that names both")
  void sharedRoute(Kit kit) {
    kit.expect(
        getting(kit, FIRST, "shared.example.com", "/shared"), Answer.from("infra-backend-v1"));
    kit.expect(
        getting(kit, SECOND, "shared.example.com", "/shared"), Answer.from("infra-backend-v1"));
  }

  @Check(
      requirement = "gateway.routes-isolated",
      says = "Each Gateway serves its own route, not that of the other")
  void ownRoutes(Kit kit) {
    kit.expect(getting(kit, FIRST, "own.example.com", "/"), Answer.from("infra-backend-v2"));
    kit.expect(getting(kit, SECOND, "own.example.com", "/"), Answer.from("infra-backend-v3"));
  }

  @Check(
      requirement = "httproute.status.parents.each",
      says = "The shared route's status has an entry for each of its Gateways")
  void entryForEach(Kit kit) {
    Routes.reported(kit, "route-same-namespace", FIRST);
    kit.expect(kit.status("HTTPRoute", "shared-route"), hasEntriesForBoth(kit));
  }

  @Check(
      requirement = "httproute.status.parents.no-foreign",
      says = "The shared route's status has no entry for another Gateway")
  void noOtherEntry(Kit kit) {
    ObjectStatus route = kit.status("HTTPRoute", "shared-route");
    kit.given(route, hasEntriesForBoth(kit));
    kit.expectStays(route, Status.of().onlyParents(Kit.INFRA, FIRST, SECOND));
  }

  private static Status hasEntriesForBoth(Kit kit) {
    return Status.of()
        .with(
            new Matcher.Include(
                List.of(
                    Json.text(Status.parentKey(kit.names(), Kit.INFRA, FIRST)),
                    Json.text(Status.parentKey(kit.names(), Kit.INFRA, SECOND)))),
            "parentNames");
  }

  private static Call getting(Kit kit, String gateway, String host, String path) {
    return kit.gateway(gateway).sending(Request.get(path).host(host));
  }
}
