package dev.waymark.controlplane.reconcile;

import dev.waymark.model.GatewayKey;
import dev.waymark.model.waypoint.WaypointConfig;
import dev.waymark.model.workload.MeshView;

/**
 * Carries to the proxies of a mesh what they should know. Called by one thread; must not block. The
 * endpoints that a waypoint's configuration needs are published before it, by {@link Publisher}.
 */
public interface MeshPublisher {
  /** Publishes the mesh in place of the one before. */
  void publish(MeshView mesh);

  /** Publishes a waypoint's configuration in place of the one before. */
  void publish(WaypointConfig config);

  /** The waypoint is gone: whoever serves it should serve nothing. */
  void withdrawWaypoint(GatewayKey waypoint);
}
