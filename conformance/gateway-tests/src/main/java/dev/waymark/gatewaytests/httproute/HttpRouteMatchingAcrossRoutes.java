package dev.waymark.gatewaytests.httproute;

import static org.awaitility.Awaitility.await;

import dev.waymark.gatewaytests.Routes;
import dev.waymark.kit.Answer;
import dev.waymark.kit.Call;
import dev.waymark.kit.Check;
import dev.waymark.kit.ConformanceTest;
import dev.waymark.kit.Kit;
import dev.waymark.kit.ObjectStatus;
import dev.waymark.kit.Request;
import dev.waymark.kit.catalog.Features;
import java.time.Duration;
import java.time.Instant;

/**
 * Several routes for one hostname act as one, and a more specific hostname goes before everything
 * else.
 *
 * <p>Stricter than the official test, which has no overlapping hostnames: an exact hostname wins
 * over a wildcard though the wildcard's route has the longer path. Of routes that are alike the
 * older must win.
 */
@ConformanceTest(
    name = "HTTPRouteMatchingAcrossRoutes",
    says = "The rules of all routes of a hostname apply together",
    features = {Features.GATEWAY, Features.HTTP_ROUTE},
    manifests = "httproute-matching-across-routes.yaml")
public class HttpRouteMatchingAcrossRoutes {
  private static final String GATEWAY = "same-namespace";

  @Check(
      requirement = "httproute.match.across-routes",
      says = "Two routes for one hostname both serve it")
  void bothRoutesApply(Kit kit) {
    kit.expect(at(kit, "both.example.com", "/one"), Answer.from("infra-backend-v1"));
    kit.expect(at(kit, "both.example.com", "/two"), Answer.from("infra-backend-v2"));
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
      requirement = "httproute.precedence.longest-prefix",
      says = "The longer prefix wins where it is another route's")
  void longerPrefixAcrossRoutes(Kit kit) {
    kit.given(at(kit, "both.example.com", "/two"), Answer.from("infra-backend-v2"));
    kit.given(at(kit, "shared.example.com", "/"), Answer.from("infra-backend-v1"));
    kit.expect(at(kit, "shared.example.com", "/v2"), Answer.from("infra-backend-v2"));
    kit.expect(at(kit, "shared.example.com", "/v2/example"), Answer.from("infra-backend-v2"));
    kit.expect(at(kit, "shared.example.com", "/example"), Answer.from("infra-backend-v1"));
  }

  @Check(
      requirement = "httproute.precedence.header-count",
      says = "A header match of one route wins over the other's bare path")
  void headersAcrossRoutes(Kit kit) {
    kit.given(at(kit, "headers.example.com", "/same"), Answer.from("infra-backend-v1"));
    kit.given(at(kit, "headers.example.com", "/other"), Answer.from("infra-backend-v2"));
    Request request = Request.get("/same").host("headers.example.com");
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

  @Check(
      requirement = "httproute.precedence.oldest-route",
      says = "Of two routes that are alike the older wins, though its name comes last")
  void olderRouteWins(Kit kit) {
    kit.given(at(kit, "tie.example.com", "/same"), Answer.from("infra-backend-v1"));
    // The API's times are whole seconds, and nothing but time itself brings the next one.
    await()
        .pollInSameThread()
        .atMost(Duration.ofSeconds(5))
        .pollInterval(Duration.ofMillis(100))
        .until(
            () -> {
              kit.delete("HTTPRoute", Kit.INFRA, "tie-a");
              kit.apply("httproute-matching-across-routes-younger.yaml");
              return createdAt(kit, "tie-b").isBefore(createdAt(kit, "tie-a"));
            });
    kit.given(accepted(kit, "tie-a"), Routes.condition(GATEWAY, "Accepted", "True"));
    kit.expectStays(at(kit, "tie.example.com", "/same"), Answer.from("infra-backend-v1"));
  }

  private static ObjectStatus accepted(Kit kit, String route) {
    return Routes.reported(kit, route, GATEWAY);
  }

  private static Instant createdAt(Kit kit, String route) {
    return Instant.parse(
        kit.client()
            .genericKubernetesResources("gateway.networking.k8s.io/v1", "HTTPRoute")
            .inNamespace(kit.names().namespace(Kit.INFRA))
            .withName(kit.names().object("HTTPRoute", Kit.INFRA, route))
            .require()
            .getMetadata()
            .getCreationTimestamp());
  }

  private static Call at(Kit kit, String host, String path) {
    return at(kit, Request.get(path).host(host));
  }

  private static Call at(Kit kit, Request request) {
    return kit.gateway(GATEWAY).sending(request);
  }
}
