package dev.waymark.model.waypoint;

import dev.waymark.model.BackendId;
import dev.waymark.model.GatewayKey;
import dev.waymark.model.RuleAction;
import dev.waymark.model.WeightedBackend;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Everything that one waypoint serves. A connection for an address or port that is not among these
 * is refused: the waypoint was not asked to stand there.
 *
 * @param waypoint the Gateway whose configuration this is
 * @param services each once
 */
public record WaypointConfig(GatewayKey waypoint, Inbound inbound, List<FrontedService> services) {
  public WaypointConfig {
    services = List.copyOf(services);
  }

  /** The configuration of a waypoint that serves nothing. */
  public static WaypointConfig empty(GatewayKey waypoint) {
    return new WaypointConfig(waypoint, new Inbound.Hbone(), List.of());
  }

  /** This configuration for other Services. */
  public WaypointConfig withServices(List<FrontedService> replacement) {
    return new WaypointConfig(waypoint, inbound, replacement);
  }

  /** Every backend that something may be sent to. */
  public Set<BackendId> backends() {
    return services.stream()
        .flatMap(service -> service.ports().stream())
        .flatMap(WaypointConfig::targets)
        .map(WeightedBackend::target)
        .filter(WeightedBackend.Service.class::isInstance)
        .map(target -> ((WeightedBackend.Service) target).id())
        .collect(Collectors.toUnmodifiableSet());
  }

  private static Stream<WeightedBackend> targets(FrontedPort port) {
    return switch (port) {
      case FrontedPort.Tcp tcp -> tcp.backends().stream();
      case FrontedPort.Http http ->
          http.listener().routes().stream()
              .flatMap(attached -> attached.route().rules().stream())
              .flatMap(
                  rule ->
                      rule.action() instanceof RuleAction.Forward forward
                          ? forward.backends().stream()
                          : Stream.empty());
    };
  }
}
