package dev.waymark.controlplane.translate;

import dev.waymark.controlplane.translate.TranslatedListener.Protocol;
import dev.waymark.model.GatewayConfig;
import dev.waymark.model.Listener;
import dev.waymark.model.Listener.AttachedRoute;
import dev.waymark.model.Port;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Puts a Gateway's servable listeners and their routes together. */
final class ConfigBuilder {
  private ConfigBuilder() {}

  /**
   * Builds a configuration.
   *
   * @param routes by the listener's name
   */
  static GatewayConfig build(TranslatedGateway gateway, Map<String, List<AttachedRoute>> routes) {
    if (!gateway.isAccepted()) {
      return GatewayConfig.empty(gateway.key());
    }
    var byPort = new TreeMap<Integer, List<TranslatedListener>>();
    gateway.listeners().stream()
        .filter(TranslatedListener::isServable)
        .forEach(
            listener ->
                byPort.computeIfAbsent(listener.port(), _ -> new ArrayList<>()).add(listener));
    var ports = new ArrayList<Port>();
    byPort.forEach((number, listeners) -> ports.add(port(number, listeners, routes)));
    return new GatewayConfig(gateway.key(), ports);
  }

  /** Accepted listeners of one port have one protocol, or they would be in conflict. */
  private static Port port(
      int number, List<TranslatedListener> listeners, Map<String, List<AttachedRoute>> routes) {
    return listeners.getFirst().protocol() == Protocol.HTTPS
        ? new Port.Https(
            number,
            listeners.stream()
                .map(
                    listener ->
                        new Port.TlsListener(listener(listener, routes), listener.certificates()))
                .toList())
        : new Port.Http(
            number, listeners.stream().map(listener -> listener(listener, routes)).toList());
  }

  private static Listener listener(
      TranslatedListener listener, Map<String, List<AttachedRoute>> routes) {
    return new Listener(
        listener.name(), listener.host(), routes.getOrDefault(listener.name(), List.of()));
  }
}
