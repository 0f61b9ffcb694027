package dev.waymark.gatewaytests.gateway;

import dev.waymark.gatewaytests.Kinds;
import dev.waymark.kit.Answer;
import dev.waymark.kit.Check;
import dev.waymark.kit.ConformanceTest;
import dev.waymark.kit.Kit;
import dev.waymark.kit.Request;
import dev.waymark.kit.Status;
import dev.waymark.kit.Tls;
import dev.waymark.kit.catalog.Features;
import org.junit.jupiter.api.BeforeAll;

/**
 * A listener is added to one Gateway and removed from another.
 *
 * <p>Stricter than the official test, which looks at status alone: the added listener must serve
 * the route that attaches to it, and the removed one must not be there for a TLS client any more.
 */
@ConformanceTest(
    name = "GatewayModifyListeners",
    says = "Listeners can be added to a Gateway and removed from it",
    features = Features.GATEWAY,
    manifests = "gateway-modify-listeners.yaml")
public class GatewayModifyListeners {
  private static final String GROWING = "gateway-add-listener";
  private static final String SHRINKING = "gateway-remove-listener";
  private static final Request SECURE =
      Request.get("/").host("secure.example.com").over(Tls.unverified("secure.example.com"));
  private static final Request DATA = Request.get("/").host("data.example.com");

  @BeforeAll
  static void listenersChangeAfterTheyWorked(Kit kit) {
    kit.given(kit.gateway(GROWING).sending(SECURE), Answer.any());
    kit.given(kit.gateway(SHRINKING).sending(SECURE), Answer.any());
    kit.given(kit.status("Gateway", SHRINKING), Status.of().onlyListeners("https", "http"));
    kit.patch(
        "Gateway",
        Kit.INFRA,
        GROWING,
        """
        spec:
          listeners:
          - name: https
            port: 443
            protocol: HTTPS
            hostname: secure.example.com
            tls:
              certificateRefs:
              - name: listener-certificate
          - name: http
            port: 80
            protocol: HTTP
            hostname: data.example.com
        """);
    kit.patch(
        "Gateway",
        Kit.INFRA,
        SHRINKING,
        """
        spec:
          listeners:
          - name: http
            port: 80
            protocol: HTTP
            hostname: data.example.com
        """);
  }

  @Check(
      requirement = "gateway.listener.added.status",
      says = "The added listener has a status and is Accepted, ResolvedRefs and Programmed")
  void addedListenerHasStatus(Kit kit) {
    kit.expect(
        kit.status("Gateway", GROWING),
        Status.of()
            .onlyListeners("https", "http")
            .listener(
                "http",
                it ->
                    it.conditionOfAnyGeneration("Accepted", "True")
                        .conditionOfAnyGeneration("ResolvedRefs", "True")
                        .conditionOfAnyGeneration("Programmed", "True")));
  }

  @Check(
      requirement = "gateway.listener.added.traffic",
      says = "The added listener serves the route that attaches to it")
  void addedListenerServes(Kit kit) {
    kit.expect(kit.gateway(GROWING).sending(DATA), Answer.from("infra-backend-v1"));
  }

  @Check(
      requirement = "gateway.listener.removed.status",
      says = "The removed listener's status is gone")
  void removedListenerHasNoStatus(Kit kit) {
    kit.expect(kit.status("Gateway", SHRINKING), Status.of().onlyListeners("http"));
  }

  @Check(
      requirement = "gateway.listener.removed.traffic",
      says = "The removed listener completes no TLS handshake any more")
  void removedListenerIsClosed(Kit kit) {
    kit.given(kit.gateway(SHRINKING).sending(DATA), Answer.from("infra-backend-v1"));
    kit.expectStays(kit.gateway(SHRINKING).sending(SECURE), Answer.none());
  }

  @Check(
      requirement = "gateway.listener.supported-kinds",
      says = "The listeners that are there support HTTPRoute and no kind that HTTP can't carry")
  void kindsAreThoseOfHttp(Kit kit) {
    kit.given(kit.status("Gateway", GROWING), Status.of().onlyListeners("https", "http"));
    kit.expect(
        kit.status("Gateway", GROWING),
        Status.of().listener("https", Kinds::ofHttp).listener("http", Kinds::ofHttp));
    kit.expect(kit.status("Gateway", SHRINKING), Status.of().listener("http", Kinds::ofHttp));
  }

  @Check(
      requirement = "gateway.listener.attached-routes.count",
      says = "Each listener that is there counts its one route")
  void eachListenerCountsItsRoute(Kit kit) {
    kit.given(kit.status("Gateway", GROWING), Status.of().onlyListeners("https", "http"));
    kit.expectStays(
        kit.status("Gateway", GROWING),
        Status.of()
            .listener("https", it -> it.attachedRoutes(1))
            .listener("http", it -> it.attachedRoutes(1)));
    kit.expectStays(
        kit.status("Gateway", SHRINKING), Status.of().listener("http", it -> it.attachedRoutes(1)));
  }
}
