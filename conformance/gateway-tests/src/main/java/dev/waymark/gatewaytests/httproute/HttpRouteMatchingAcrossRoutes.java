package dev.waymark.gatewaytests.httproute;

import dev.waymark.kit.Answer;
import dev.waymark.kit.Call;
import dev.waymark.kit.Check;
import dev.waymark.kit.ConformanceTest;
import dev.waymark.kit.Kit;
import dev.waymark.kit.Request;
import dev.waymark.kit.catalog.Features;

/**
 * Several routes for one hostname act as one, and a more specific hostname goes before everything
 * else.
 *
 * <p>Stricter than the official test, which has no overlapping hostnames: an exact hostname wins
 * over a wildcard though the wildcard's route has the longer path.
 */
@ConformanceTest(
    name = "HTTPRouteMatchingAcrossRoutes",
    says = "The rules of all routes of a hostname apply together",
    features = {Features.GATEWAY, Features.HTTP_ROUTE},
    manifests = "httproute-matching-across-routes.yaml")
public class HttpRouteMatchingAcrossRoutes {

  @Check(
      requirement = "httproute.match.across-routes",
      says = "Two routes for one hostname both serve it")
  void bothRoutesApply(Kit kit) {
    kit.expect(at(kit, "shared.example.com", "/"), Answer.from("infra-backend-v1"));
    kit.expect(at(kit, "shared.example.com", "/example"), Answer.from("infra-backend-v1"));
    kit.expect(at(kit, "shared.example.com", "/v2"), Answer.from("infra-backend-v2"));
    kit.expect(at(kit, "shared.example.com", "/v2/example"), Answer.from("infra-backend-v2"));
  }

  @Check(
      requirement = "httproute.hostname.per-host",
      says = "The hostname that only one of them lists is served by that one alone")
  void eachHostnameByItself(Kit kit) {
    kit.given(at(kit, "shared.example.com", "/v2"), Answer.from("infra-backend-v2"));
    kit.expect(at(kit, "first.example.com", "/example"), Answer.from("infra-backend-v1"));
    kit.expect(at(kit, "first.example.com", "/v2"), Answer.from("infra-backend-v1"));
  }

  @Check(
      requirement = "httproute.precedence.header-count",
      says = "A header match of one route wins over the other's bare path")
  void headersAcrossRoutes(Kit kit) {
    kit.given(at(kit, "shared.example.com", "/v2"), Answer.from("infra-backend-v2"));
    Request request = Request.get("/").host("shared.example.com");
    kit.expect(at(kit, request.header("version", "two")), Answer.from("infra-backend-v2"));
  }

  @Check(
      requirement = "httproute.precedence.hostname",
      says = "The exact hostname wins over the wildcard, whose path is longer")
  void specificHostnameWins(Kit kit) {
    kit.given(at(kit, "other.sub.example.com", "/longer/path"), Answer.from("infra-backend-v2"));
    kit.given(at(kit, "specific.sub.example.com", "/longer"), Answer.from("infra-backend-v3"));
    kit.expect(
        at(kit, "specific.sub.example.com", "/longer/path"), Answer.from("infra-backend-v3"));
  }

  private static Call at(Kit kit, String host, String path) {
    return at(kit, Request.get(path).host(host));
  }

  private static Call at(Kit kit, Request request) {
    return kit.gateway("same-namespace").sending(request);
  }
}
