package dev.waymark.controlplane.translate;

import dev.waymark.model.Applied;
import dev.waymark.model.GatewayConfig;
import dev.waymark.model.GatewayKey;
import dev.waymark.model.Listener;
import dev.waymark.model.Port;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the data planes last said that they serve. */
public record DataPlaneState(Map<GatewayKey, Served> gateways) {
  /** No data plane has said anything. */
  public static final DataPlaneState NONE = new DataPlaneState(Map.of());

  public DataPlaneState {
    gateways = Map.copyOf(gateways);
  }

  /** A configuration that a data plane took over. */
  public record Served(GatewayConfig config, Applied applied) {}

  /**
   * What became of a configuration; empty while no data plane serves its listeners. Routes do not
   * count: they come and go without a listener being any less programmed.
   */
  Optional<Applied> served(GatewayConfig config) {
    return Optional.ofNullable(gateways.get(config.gateway()))
        .filter(served -> listeners(served.config()).equals(listeners(config)))
        .map(Served::applied);
  }

  private static List<Port> listeners(GatewayConfig config) {
    return config.ports().stream().map(DataPlaneState::withoutRoutes).toList();
  }

  private static Port withoutRoutes(Port port) {
    return switch (port) {
      case Port.Http http ->
          new Port.Http(
              http.number(), http.listeners().stream().map(DataPlaneState::withoutRoutes).toList());
      case Port.Https https ->
          new Port.Https(
              https.number(),
              https.tlsListeners().stream()
                  .map(tls -> new Port.TlsListener(withoutRoutes(tls.http()), tls.certificates()))
                  .toList());
    };
  }

  private static Listener withoutRoutes(Listener listener) {
    return listener.withRoutes(List.of());
  }
}
