package dev.waymark.controlplane.translate;

import dev.waymark.controlplane.Cluster;
import dev.waymark.controlplane.status.GatewayStatus;
import dev.waymark.controlplane.status.ListenerStatus;
import dev.waymark.controlplane.status.RouteStatus;
import dev.waymark.controlplane.status.StatusCondition;
import dev.waymark.model.GatewayConfig;
import dev.waymark.model.GatewayKey;
import java.util.List;
import java.util.Objects;

/** What tests ask of a translation. Conditions read as {@code Type=Status/Reason}. */
final class Translations {
  static final String BUNDLE_VERSION = "v1.6.1";

  private Translations() {}

  static Translation translate(Cluster cluster) {
    return new Translator(BUNDLE_VERSION).translate(cluster.view(), DataPlaneState.NONE);
  }

  static GatewayStatus gateway(Translation translation, String name) {
    return translation.statuses().stream()
        .filter(GatewayStatus.class::isInstance)
        .map(GatewayStatus.class::cast)
        .filter(status -> status.gateway().name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  static ListenerStatus listener(GatewayStatus gateway, String name) {
    return gateway.listeners().stream()
        .filter(listener -> listener.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  static RouteStatus route(Translation translation, String name) {
    return translation.statuses().stream()
        .filter(RouteStatus.class::isInstance)
        .map(RouteStatus.class::cast)
        .filter(status -> status.route().name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  static GatewayConfig config(Translation translation, String name) {
    return Objects.requireNonNull(translation.configs().get(new GatewayKey("infra", name)));
  }

  static List<String> words(List<StatusCondition> conditions) {
    return conditions.stream()
        .map(condition -> condition.type() + "=" + condition.status() + "/" + condition.reason())
        .toList();
  }

  static List<String> parentWords(RouteStatus status) {
    return words(status.parents().getFirst().conditions());
  }
}
