package dev.waymark.controlplane.translate;

import dev.waymark.controlplane.status.StatusWrite;
import dev.waymark.model.BackendId;
import dev.waymark.model.Endpoints;
import dev.waymark.model.GatewayConfig;
import dev.waymark.model.GatewayKey;
import java.util.List;
import java.util.Map;

/**
 * What follows from a view.
 *
 * @param endpoints of every backend that a configuration names
 * @param statuses of every object that this controller has something to say on
 * @param infrastructure what the accepted Gateways need in the cluster
 */
public record Translation(
    Map<GatewayKey, GatewayConfig> configs,
    Map<BackendId, Endpoints> endpoints,
    List<StatusWrite> statuses,
    List<Infrastructure> infrastructure) {
  public Translation {
    configs = Map.copyOf(configs);
    endpoints = Map.copyOf(endpoints);
    statuses = List.copyOf(statuses);
    infrastructure = List.copyOf(infrastructure);
  }
}
