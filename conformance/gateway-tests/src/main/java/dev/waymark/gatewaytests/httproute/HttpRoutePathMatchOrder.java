package dev.waymark.gatewaytests.httproute;

import dev.waymark.kit.Answer;
import dev.waymark.kit.Call;
import dev.waymark.kit.Check;
import dev.waymark.kit.ConformanceTest;
import dev.waymark.kit.Kit;
import dev.waymark.kit.Request;
import dev.waymark.kit.catalog.Features;
import org.junit.jupiter.api.BeforeAll;

/**
 * Which path wins where several match.
 *
 * <p>Finer than the official test: that Exact wins and that the longest prefix wins are told apart.
 */
@ConformanceTest(
    name = "HTTPRoutePathMatchOrder",
    says = "Exact paths win over prefixes, longer prefixes over shorter ones",
    features = {Features.GATEWAY, Features.HTTP_ROUTE},
    manifests = "httproute-path-match-order.yaml")
public class HttpRoutePathMatchOrder {

  @BeforeAll
  static void routeIsInForce(Kit kit) {
    kit.given(getting(kit, "/match/any"), Answer.from("infra-backend-v3"));
  }

  @Check(
      requirement = "httproute.precedence.exact-path",
      says = "An Exact path wins over a prefix that matches too")
  void exactWins(Kit kit) {
    kit.expect(getting(kit, "/match"), Answer.from("infra-backend-v1"));
    kit.expect(getting(kit, "/match/exact"), Answer.from("infra-backend-v2"));
    kit.expect(getting(kit, "/match/exact/one"), Answer.from("infra-backend-v3"));
  }

  @Check(
      requirement = "httproute.precedence.longest-prefix",
      says = "The longest prefix that matches wins")
  void longestPrefixWins(Kit kit) {
    kit.expect(getting(kit, "/match/prefix/one/any"), Answer.from("infra-backend-v2"));
    kit.expect(getting(kit, "/match/prefix/any"), Answer.from("infra-backend-v1"));
    kit.expect(getting(kit, "/match/any"), Answer.from("infra-backend-v3"));
  }

  private static Call getting(Kit kit, String path) {
    return kit.gateway("same-namespace").sending(Request.get(path).host("order.example.com"));
  }
}
