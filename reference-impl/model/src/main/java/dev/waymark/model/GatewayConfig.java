package dev.waymark.model;

import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Everything that one gateway serves: its ports, each with the listeners that share it.
 *
 * @param gateway whose configuration this is
 * @param ports in ascending order, each number once; a gateway that serves nothing has none
 */
public record GatewayConfig(GatewayKey gateway, List<Port> ports) {
  public GatewayConfig {
    ports = ports.stream().sorted(Comparator.comparingInt(Port::number)).toList();
    if (ports.stream().map(Port::number).distinct().count() != ports.size()) {
      throw new IllegalArgumentException(
          "port numbers of " + gateway + " must differ: " + numbers(ports));
    }
  }

  /** The configuration of a gateway that serves nothing. */
  public static GatewayConfig empty(GatewayKey gateway) {
    return new GatewayConfig(gateway, List.of());
  }

  /**
   * Every backend that a request may be sent to; the data plane asks for the endpoints of exactly
   * these.
   */
  public Set<BackendId> backends() {
    return ports.stream()
        .flatMap(port -> port.listeners().stream())
        .flatMap(listener -> listener.routes().stream())
        .flatMap(attached -> attached.route().rules().stream())
        .flatMap(rule -> backendsOf(rule.action()))
        .collect(Collectors.toUnmodifiableSet());
  }

  private static Stream<BackendId> backendsOf(RuleAction action) {
    return switch (action) {
      case RuleAction.Forward forward ->
          forward.backends().stream()
              .map(WeightedBackend::target)
              .filter(WeightedBackend.Service.class::isInstance)
              .map(target -> ((WeightedBackend.Service) target).id());
      case RuleAction.Redirect _, RuleAction.Fail _ -> Stream.empty();
    };
  }

  private static String numbers(List<Port> ports) {
    return ports.stream()
        .map(port -> Integer.toString(port.number()))
        .collect(Collectors.joining(", "));
  }
}
