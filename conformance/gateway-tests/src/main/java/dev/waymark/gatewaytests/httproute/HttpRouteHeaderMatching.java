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
 * Rules that differ by the headers they match.
 *
 * <p>Stricter than the official test: names are tried in another case, and values that only begin
 * with the one asked for.
 */
@ConformanceTest(
    name = "HTTPRouteHeaderMatching",
    says = "Rules are chosen by the request's headers",
    features = {Features.GATEWAY, Features.HTTP_ROUTE},
    manifests = "httproute-header-matching.yaml")
public class HttpRouteHeaderMatching {
  @BeforeAll
  static void routeIsInForce(Kit kit) {
    kit.given(at(kit, get().header("version", "one")), Answer.from("infra-backend-v1"));
  }

  @Check(
      requirement = "httproute.match.header.exact",
      says = "Only the whole value matches, not one that begins with it, and not any value")
  void wholeValue(Kit kit) {
    kit.expect(at(kit, get().header("version", "one")), Answer.from("infra-backend-v1"));
    kit.expect(at(kit, get().header("version", "two")), Answer.from("infra-backend-v2"));
    kit.expect(at(kit, get().header("color", "blue")), Answer.from("infra-backend-v1"));
    kit.expect(at(kit, get().header("color", "red")), Answer.from("infra-backend-v2"));
    kit.expect(at(kit, get().header("color", "blueish")), Answers.noBackend());
    kit.expect(at(kit, get().header("color", "purple")), Answers.noBackend());
  }

  @Check(
      requirement = "httproute.match.header.name-case",
      says = "VERSION: two matches the header version")
  void nameInAnotherCase(Kit kit) {
    kit.expect(at(kit, get().header("VERSION", "two")), Answer.from("infra-backend-v2"));
  }

  @Check(
      requirement = "httproute.match.header.all-of",
      says = "A match with two headers does not apply when one of them is missing")
  void allOfSeveral(Kit kit) {
    kit.expect(at(kit, get().header("color", "orange")), Answers.noBackend());
  }

  @Check(
      requirement = "httproute.match.any-of",
      says = "Each match of a rule with several applies by itself")
  void anyOfSeveral(Kit kit) {
    kit.expect(at(kit, get().header("color", "green")), Answer.from("infra-backend-v1"));
    kit.expect(at(kit, get().header("color", "yellow")), Answer.from("infra-backend-v2"));
  }

  @Check(
      requirement = "httproute.precedence.header-count",
      says = "The match with two headers wins over the earlier one with one of them")
  void moreHeadersWin(Kit kit) {
    kit.given(at(kit, get().header("color", "orange")), Answers.noBackend());
    kit.expect(
        at(kit, get().header("version", "two").header("color", "orange")),
        Answer.from("infra-backend-v1"));
  }

  @Check(
      requirement = "httproute.precedence.rule-order",
      says = "Of two rules that match with one header each the first wins")
  void firstRuleWins(Kit kit) {
    kit.expect(
        at(kit, get().header("version", "two").header("color", "blue")),
        Answer.from("infra-backend-v2"));
  }

  @Check(
      requirement = "httproute.match.none",
      says = "A request without any of the headers gets 404")
  void nothingMatches(Kit kit) {
    kit.expect(at(kit, get().header("some-other-header", "one")), Answers.notFound());
  }

  private static Request get() {
    return Request.get("/").host("header.example.com");
  }

  private static Call at(Kit kit, Request request) {
    return kit.gateway("same-namespace").sending(request);
  }
}
