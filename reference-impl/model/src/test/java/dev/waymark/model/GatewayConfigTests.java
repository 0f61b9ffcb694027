package dev.waymark.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class GatewayConfigTests {
  private static final BackendId BACKEND = new BackendId("shop", "cart", 8080);

  @Test
  void namesTheBackendsThatCanBeReached() {
    var backends =
        List.of(
            new WeightedBackend(1, WeightedBackend.Service.of(BACKEND)),
            new WeightedBackend(1, new WeightedBackend.Invalid("no such Service")));
    assertThat(config(RuleAction.Forward.to(backends)).backends()).containsExactly(BACKEND);
    assertThat(config(new RuleAction.Fail(500, "nothing to do")).backends()).isEmpty();
  }

  @Test
  void refusesTwoListenersForTheSameHosts() {
    var one = new Listener("one", HostPattern.ANY, List.of());
    var two = new Listener("two", HostPattern.ANY, List.of());
    assertThatThrownBy(() -> new Port.Http(80, List.of(one, two))).hasMessageContaining("port 80");
  }

  @Test
  void refusesAForwardToNobody() {
    var nobody = List.of(new WeightedBackend(0, WeightedBackend.Service.of(BACKEND)));
    assertThatThrownBy(() -> RuleAction.Forward.to(nobody)).hasMessageContaining("weight");
  }

  @Test
  void keepsPrivateKeysOutOfText() {
    assertThat(new ServerCertificate("chain", "secret").toString()).doesNotContain("secret");
  }

  private static GatewayConfig config(RuleAction action) {
    var rule = new HttpRule("", List.of(HttpMatch.of(PathMatch.EVERY)), action);
    var route = new HttpRoute(new RouteKey("shop", "cart"), Instant.EPOCH, List.of(rule));
    var attached = new Listener.AttachedRoute(List.of(HostPattern.ANY), route);
    var listener = new Listener("http", HostPattern.ANY, List.of(attached));
    return new GatewayConfig(
        new GatewayKey("shop", "gateway"), List.of(new Port.Http(80, List.of(listener))));
  }
}
