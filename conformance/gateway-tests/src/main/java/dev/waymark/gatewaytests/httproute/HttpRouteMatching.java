package dev.waymark.gatewaytests.httproute;

import dev.waymark.gatewaytests.Answers;
import dev.waymark.kit.Answer;
import dev.waymark.kit.Call;
import dev.waymark.kit.Check;
import dev.waymark.kit.ConformanceTest;
import dev.waymark.kit.Kit;
import dev.waymark.kit.Request;
import dev.waymark.kit.catalog.Features;

/**
 * Path prefixes and headers within one route.
 *
 * <p>Finer than the official test, whose every rule can match in two ways: prefixes are tried where
 * nothing else could match. Stricter: a path in another case, and a longer path against more
 * headers.
 */
@ConformanceTest(
    name = "HTTPRouteMatching",
    says = "Rules are chosen by path prefix and header",
    features = {Features.GATEWAY, Features.HTTP_ROUTE},
    manifests = "httproute-matching.yaml")
public class HttpRouteMatching {
  @Check(
      requirement = "httproute.match.path.prefix",
      says = "/v2 matches itself and the paths below it")
  void prefix(Kit kit) {
    for (String path : new String[] {"/v2", "/v2/example", "/v2/deeper/example"}) {
      kit.expect(at(kit, "prefix.example.com", path), Answer.from("infra-backend-v2"));
    }
  }

  @Check(requirement = "httproute.match.path.prefix.trailing-slash", says = "/v2 matches /v2/")
  void trailingSlash(Kit kit) {
    kit.given(at(kit, "prefix.example.com", "/v2"), Answer.from("infra-backend-v2"));
    kit.expect(at(kit, "prefix.example.com", "/v2/"), Answer.from("infra-backend-v2"));
  }

  @Check(
      requirement = "httproute.match.path.prefix.elements",
      says = "/v2 does not match /v2example")
  void wholeElements(Kit kit) {
    kit.given(at(kit, "prefix.example.com", "/v2"), Answer.from("infra-backend-v2"));
    kit.expect(at(kit, "prefix.example.com", "/v2example"), Answers.noBackend());
  }

  @Check(
      requirement = "httproute.match.path.prefix.anchored",
      says = "/v2 does not match /foo/v2/example")
  void fromTheBeginning(Kit kit) {
    kit.given(at(kit, "prefix.example.com", "/v2"), Answer.from("infra-backend-v2"));
    kit.expect(at(kit, "prefix.example.com", "/foo/v2/example"), Answers.noBackend());
  }

  @Check(requirement = "httproute.match.path.case-sensitive", says = "/v2 does not match /V2")
  void otherCase(Kit kit) {
    kit.given(at(kit, "prefix.example.com", "/v2"), Answer.from("infra-backend-v2"));
    kit.expect(at(kit, "prefix.example.com", "/V2"), Answers.noBackend());
  }

  @Check(
      requirement = "httproute.match.any-of",
      says = "Each path of a rule with several applies by itself")
  void anyOf(Kit kit) {
    kit.expect(at(kit, "any-of.example.com", "/first"), Answer.from("infra-backend-v1"));
    kit.expect(at(kit, "any-of.example.com", "/second"), Answer.from("infra-backend-v1"));
    kit.expect(at(kit, "any-of.example.com", "/third"), Answer.from("infra-backend-v2"));
    kit.expect(at(kit, "any-of.example.com", "/fourth"), Answer.from("infra-backend-v2"));
  }

  @Check(
      requirement = "httproute.precedence.longest-prefix",
      says = "/v2 wins over / where both match")
  void longerPrefixWins(Kit kit) {
    kit.given(at(kit, "matching.example.com", "/"), Answer.from("infra-backend-v1"));
    kit.expect(at(kit, "matching.example.com", "/v2"), Answer.from("infra-backend-v2"));
    kit.expect(at(kit, "matching.example.com", "/v2/example"), Answer.from("infra-backend-v2"));
    kit.expect(at(kit, "matching.example.com", "/example"), Answer.from("infra-backend-v1"));
  }

  @Check(
      requirement = "httproute.precedence.header-count",
      says = "A header match wins over an earlier rule for the same path without one")
  void headerWins(Kit kit) {
    kit.given(at(kit, "headers.example.com", "/same"), Answer.from("infra-backend-v1"));
    kit.expect(
        versioned(kit, "headers.example.com", "/same", "one"), Answer.from("infra-backend-v1"));
    kit.expect(
        versioned(kit, "headers.example.com", "/same", "two"), Answer.from("infra-backend-v2"));
  }

  @Check(
      requirement = "httproute.precedence.path-before-headers",
      says = "The longer path wins over a header match on a shorter one")
  void longerPathBeatsHeader(Kit kit) {
    kit.given(at(kit, "matching.example.com", "/v2"), Answer.from("infra-backend-v2"));
    kit.expect(
        versioned(kit, "matching.example.com", "/v2", "one"), Answer.from("infra-backend-v2"));
  }

  private static Call versioned(Kit kit, String host, String path, String version) {
    return kit.gateway("same-namespace")
        .sending(Request.get(path).host(host).header("version", version));
  }

  private static Call at(Kit kit, String host, String path) {
    return kit.gateway("same-namespace").sending(Request.get(path).host(host));
  }
}
