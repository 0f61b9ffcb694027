package dev.waymark.mesh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waymark.model.Applied;
import dev.waymark.model.BackendId;
import dev.waymark.model.Endpoints;
import dev.waymark.model.GatewayConfig;
import dev.waymark.model.GatewayKey;
import dev.waymark.model.HostPattern;
import dev.waymark.model.Listener;
import dev.waymark.model.Port;
import dev.waymark.model.waypoint.WaypointConfig;
import dev.waymark.model.workload.MeshView;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class InProcessConfigTests {
  private static final GatewayKey GATEWAY = new GatewayKey("infra", "gw");
  private static final BackendId BACKEND = new BackendId("infra", "v1", 8080);

  private final InProcessConfig config = new InProcessConfig();

  private static GatewayConfig on(int port) {
    var listener = new Listener("http", HostPattern.ANY, List.of());
    return new GatewayConfig(GATEWAY, List.of(new Port.Http(port, List.of(listener))));
  }

  @Test
  void tellsWhoComesLaterWhatIsKnown() {
    var answers = new ArrayList<Applied>();
    config.publish(on(80), answers::add);
    var seen = new ArrayList<GatewayConfig>();
    config.gateway(
        GATEWAY,
        now -> {
          seen.add(now);
          return CompletableFuture.completedFuture(Applied.FULLY);
        });
    config.publish(on(81), answers::add);
    assertThat(seen).containsExactly(on(80), on(81));
    assertThat(answers).containsExactly(Applied.FULLY, Applied.FULLY);
  }

  @Test
  void passesNoAnswerOnToAConfigurationThatWasReplaced() {
    var opening = new CompletableFuture<Applied>();
    var answers = new ArrayList<String>();
    config.gateway(
        GATEWAY,
        now -> now.equals(on(80)) ? opening : CompletableFuture.completedFuture(Applied.FULLY));
    config.publish(on(80), _ -> answers.add("first"));
    config.publish(on(81), _ -> answers.add("second"));
    opening.complete(Applied.FULLY);
    assertThat(answers).containsExactly("second");
  }

  @Test
  void deliversKnownEndpointsBeforeSubscribingReturns() {
    var endpoints = Endpoints.none(BACKEND);
    config.publish(endpoints);
    var seen = new ArrayList<Endpoints>();
    var subscription = config.endpoints(BACKEND, seen::add);
    assertThat(seen).containsExactly(endpoints);
    subscription.close();
    config.publish(endpoints);
    assertThat(seen).hasSize(1);
  }

  @Test
  void emptiesAGatewayThatIsGone() {
    var seen = new ArrayList<GatewayConfig>();
    config.publish(on(80), _ -> {});
    config.gateway(
        GATEWAY,
        now -> {
          seen.add(now);
          return CompletableFuture.completedFuture(Applied.FULLY);
        });
    config.withdraw(GATEWAY);
    assertThat(seen.getLast()).isEqualTo(GatewayConfig.empty(GATEWAY));
  }

  @Test
  void tellsAProxyOfTheMeshAndAWaypointOfItself() {
    var waypoint = new GatewayKey("shop", "waypoint");
    config.publish(MeshView.EMPTY);
    config.publish(WaypointConfig.empty(waypoint));
    var told = new ArrayList<Object>();
    config.mesh(told::add);
    config.waypoint(waypoint, told::add);
    config.waypoint(GATEWAY, told::add);
    assertThat(told).containsExactly(MeshView.EMPTY, WaypointConfig.empty(waypoint));
  }
}
