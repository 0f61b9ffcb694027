package dev.waymark.controlplane.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.waymark.controlplane.status.GatewayStatus;
import dev.waymark.controlplane.status.ListenerStatus;
import dev.waymark.controlplane.status.ParentRef;
import dev.waymark.controlplane.status.RouteStatus;
import dev.waymark.controlplane.status.RouteStatus.ParentStatus;
import dev.waymark.controlplane.status.StatusCondition;
import dev.waymark.model.GatewayKey;
import dev.waymark.model.RouteKey;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.Gateway;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.GatewayBuilder;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRouteBuilder;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.RouteParentStatus;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatusMergeTests {
  private static final Instant THEN = Instant.parse("2026-01-01T00:00:00.5Z");
  private static final Instant NOW = Instant.parse("2026-01-01T00:01:00.7Z");
  private static final String THEN_TEXT = "2026-01-01T00:00:00Z";
  private static final String NOW_TEXT = "2026-01-01T00:01:00Z";

  private static final Gateway GATEWAY =
      new GatewayBuilder().withNewMetadata().withName("gw").endMetadata().build();

  private static GatewayStatus status(String status, String reason, long generation) {
    var condition = new StatusCondition("Accepted", status, reason, "", generation);
    return new GatewayStatus(
        new GatewayKey("infra", "gw"),
        List.of(new GatewayStatus.Address("IPAddress", "127.0.0.1")),
        List.of(condition),
        List.of(new ListenerStatus("http", List.of("HTTPRoute"), 1, List.of(condition))));
  }

  private static Gateway merged(Gateway live, GatewayStatus wanted, Instant now) {
    return StatusMerge.merge(live, wanted, now).orElseThrow();
  }

  @ParameterizedTest
  @CsvSource({
    "True, Accepted, 2, " + THEN_TEXT,
    "True, ListenersNotValid, 1, " + THEN_TEXT,
    "False, Accepted, 1, " + NOW_TEXT,
    "Unknown, Pending, 1, " + NOW_TEXT,
  })
  void movesTheTransitionTimeOnlyWithTheStatus(
      String status, String reason, long generation, String expected) {
    var before = merged(GATEWAY, status("True", "Accepted", 1), THEN);
    var after = merged(before, status(status, reason, generation), NOW).getStatus();
    var condition = after.getConditions().getFirst();
    assertThat(condition.getStatus()).isEqualTo(status);
    assertThat(condition.getReason()).isEqualTo(reason);
    assertThat(condition.getObservedGeneration()).isEqualTo(generation);
    assertThat(condition.getLastTransitionTime()).isEqualTo(expected);
    assertThat(after.getListeners().getFirst().getConditions().getFirst().getLastTransitionTime())
        .isEqualTo(expected);
  }

  @Test
  void writesNothingWhereNothingChanges() {
    var before = merged(GATEWAY, status("True", "Accepted", 1), THEN);
    assertThat(StatusMerge.merge(before, status("True", "Accepted", 1), NOW)).isEmpty();
  }

  @Test
  void keepsConditionsOfOtherTypes() {
    Gateway live =
        new GatewayBuilder(GATEWAY)
            .withNewStatus()
            .withConditions(
                new ConditionBuilder().withType("example.com/Scanned").withStatus("True").build())
            .endStatus()
            .build();
    assertThat(merged(live, status("True", "Accepted", 1), NOW).getStatus().getConditions())
        .extracting("type")
        .containsExactly("Accepted", "example.com/Scanned");
  }

  @Test
  void touchesOnlyItsOwnParents() {
    HTTPRoute live =
        new HTTPRouteBuilder()
            .withNewMetadata()
            .withName("r")
            .endMetadata()
            .withNewStatus()
            .addNewParent()
            .withControllerName("example.com/other")
            .withNewParentRef()
            .withName("gw")
            .endParentRef()
            .endParent()
            .addNewParent()
            .withControllerName("waymark.dev/gateway")
            .withNewParentRef()
            .withName("no-longer-named")
            .endParentRef()
            .endParent()
            .endStatus()
            .build();
    var merged = StatusMerge.merge(live, routeStatus("gw"), NOW).orElseThrow();
    assertThat(merged.getStatus().getParents())
        .extracting(RouteParentStatus::getControllerName, parent -> parent.getParentRef().getName())
        .containsExactly(tuple("example.com/other", "gw"), tuple("waymark.dev/gateway", "gw"));
    assertThat(StatusMerge.merge(merged, routeStatus("gw"), NOW)).isEmpty();
  }

  private static RouteStatus routeStatus(String gateway) {
    var parent =
        new ParentRef(
            "gateway.networking.k8s.io",
            "Gateway",
            Optional.empty(),
            gateway,
            Optional.empty(),
            Optional.empty());
    return new RouteStatus(
        new RouteKey("infra", "r"),
        "waymark.dev/gateway",
        List.of(
            new ParentStatus(parent, List.of(StatusCondition.holds("Accepted", "Accepted", 1)))));
  }
}
