package dev.waymark.gammatests.mesh;

import dev.waymark.gammatests.Requests;
import dev.waymark.kit.Answer;
import dev.waymark.kit.Call;
import dev.waymark.kit.Check;
import dev.waymark.kit.ConformanceTest;
import dev.waymark.kit.Kit;
import dev.waymark.kit.Request;
import dev.waymark.kit.catalog.Features;

/**
 * Path prefixes and headers within the route of a Service.
 *
 * <p>Finer than the official test, whose every rule can match in two ways. Stricter: what no rule
 * matches is 404, and doesn't reach the Pods that the Service selects.
 */
@ConformanceTest(
    name = "MeshHTTPRouteMatching",
    says = "Rules are chosen by path prefix and header",
    features = {Features.MESH, Features.HTTP_ROUTE},
    manifests = "mesh-matching.yaml")
public class MeshHttpRouteMatching {
  @Check(
      requirement = "mesh.httproute.match.path.prefix",
      says = "/v2 matches itself and the paths below it")
  void prefix(Kit kit) {
    for (String path : new String[] {"/v2", "/v2/", "/v2/example", "/v2/deeper/example"}) {
      kit.expect(Requests.get(kit, "matching-prefix", path), Requests.from("echo-v2"));
    }
  }

  @Check(
      requirement = "mesh.httproute.match.path.prefix.elements",
      says = "/v2 does not match /v2example")
  void wholeElements(Kit kit) {
    inForce(kit);
    nothingElseAnswers(kit, "matching-prefix");
    kit.expect(Requests.get(kit, "matching-prefix", "/v2example"), Answer.any().fromNoBackend());
  }

  @Check(
      requirement = "mesh.httproute.match.header",
      says = "A header match takes requests with that value, on any path, and no others")
  void header(Kit kit) {
    nothingElseAnswers(kit, "matching-headers");
    kit.expect(versioned(kit, "matching-headers", "/any", "two"), Requests.from("echo-v2"));
    for (String other : new String[] {"one", "twofold"}) {
      kit.expect(versioned(kit, "matching-headers", "/any", other), Answer.any().fromNoBackend());
    }
  }

  @Check(
      requirement = "mesh.httproute.match.none.no-backend",
      says = "A request that no rule matches reaches none of the Service's Pods")
  void unmatchedGoesNowhere(Kit kit) {
    inForce(kit);
    kit.expectStays(
        Requests.get(kit, "matching-prefix", "/unmatched"), Answer.any().fromNoBackend());
  }

  @Check(
      requirement = "mesh.httproute.match.none",
      says = "A request that no rule matches is answered with 404")
  void unmatchedIsNotFound(Kit kit) {
    inForce(kit);
    nothingElseAnswers(kit, "matching-prefix");
    kit.expect(Requests.get(kit, "matching-prefix", "/unmatched"), Answer.status(404));
  }

  @Check(
      requirement = "mesh.httproute.precedence.longest-prefix",
      says = "/v2 wins over / where both match")
  void longerPrefixWins(Kit kit) {
    kit.given(Requests.get(kit, "matching", "/"), Requests.from("echo-v1"));
    kit.expect(Requests.get(kit, "matching", "/v2/example"), Requests.from("echo-v2"));
    kit.expect(Requests.get(kit, "matching", "/example"), Requests.from("echo-v1"));
  }

  @Check(
      requirement = "mesh.httproute.precedence.header-count",
      says = "A header match wins over an earlier rule for the same path without one")
  void headerWins(Kit kit) {
    kit.given(Requests.get(kit, "matching", "/"), Requests.from("echo-v1"));
    kit.expect(versioned(kit, "matching", "/", "two"), Requests.from("echo-v2"));
  }

  @Check(
      requirement = "mesh.httproute.precedence.path-before-headers",
      says = "The longer path wins over a header match on a shorter one")
  void longerPathBeatsHeader(Kit kit) {
    kit.given(Requests.get(kit, "matching", "/v2"), Requests.from("echo-v2"));
    kit.expect(versioned(kit, "matching", "/v2", "one"), Requests.from("echo-v2"));
  }

  private static void inForce(Kit kit) {
    kit.given(Requests.get(kit, "matching-prefix", "/v2"), Requests.from("echo-v2"));
  }

  /** Else nothing is learned from what matches nothing. */
  private static void nothingElseAnswers(Kit kit, String service) {
    kit.given(Requests.get(kit, service, "/unmatched"), Answer.any().fromNoBackend());
  }

  private static Call versioned(Kit kit, String service, String path, String version) {
    return Requests.send(kit, service, Request.get(path).header("version", version));
  }
}
