package dev.waymark.gatewaytests.httproute;

import dev.waymark.gatewaytests.Answers;
import dev.waymark.kit.Answer;
import dev.waymark.kit.Call;
import dev.waymark.kit.Check;
import dev.waymark.kit.ConformanceTest;
import dev.waymark.kit.Kit;
import dev.waymark.kit.Request;
import dev.waymark.kit.catalog.Features;
import org.junit.jupiter.api.BeforeAll;

/**
 * What an Exact path matches, and the four ways in which it doesn't.
 *
 * <p>Stricter than the official test: the path is matched whatever the query, and what is refused
 * must not have reached a backend.
 */
@ConformanceTest(
    name = "HTTPRouteExactPathMatching",
    says = "An Exact path matches itself and nothing else",
    features = {Features.GATEWAY, Features.HTTP_ROUTE},
    manifests = "httproute-exact-path-matching.yaml")
public class HttpRouteExactPathMatching {
  @BeforeAll
  static void routeIsInForce(Kit kit) {
    kit.given(getting(kit, "/one"), Answer.from("infra-backend-v1"));
  }

  @Check(
      requirement = "httproute.match.path.exact",
      says = "/one and /two go to their backends, with a query or without")
  void itself(Kit kit) {
    kit.expect(getting(kit, "/one"), Answer.from("infra-backend-v1"));
    kit.expect(getting(kit, "/two"), Answer.from("infra-backend-v2"));
    kit.expect(getting(kit, "/one?with=query"), Answer.from("infra-backend-v1"));
  }

  @Check(
      requirement = "httproute.match.path.exact.trailing-slash",
      says = "/two/ does not match Exact /two")
  void trailingSlash(Kit kit) {
    kit.expect(getting(kit, "/two/"), Answers.noBackend());
  }

  @Check(
      requirement = "httproute.match.path.exact.no-subpath",
      says = "/one/example does not match Exact /one")
  void subpath(Kit kit) {
    kit.expect(getting(kit, "/one/example"), Answers.noBackend());
  }

  @Check(
      requirement = "httproute.match.path.case-sensitive",
      says = "/Two does not match Exact /two")
  void otherCase(Kit kit) {
    kit.expect(getting(kit, "/Two"), Answers.noBackend());
  }

  @Check(requirement = "httproute.match.none", says = "What no rule matches gets 404")
  void nothingMatches(Kit kit) {
    kit.expect(getting(kit, "/"), Answers.notFound());
    kit.expect(getting(kit, "/three"), Answers.notFound());
  }

  private static Call getting(Kit kit, String path) {
    return kit.gateway("same-namespace").sending(Request.get(path).host("exact.example.com"));
  }
}
