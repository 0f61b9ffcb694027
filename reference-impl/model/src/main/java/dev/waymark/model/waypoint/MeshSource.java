package dev.waymark.model.waypoint;

import dev.waymark.model.ConfigSource.Subscription;
import dev.waymark.model.GatewayKey;
import dev.waymark.model.workload.MeshView;
import java.util.function.Consumer;

/**
 * The seam between the planes of a mesh: proxies ask what there is, and waypoints what to do.
 *
 * <p>Each subscriber is called by one thread at a time, with the newest value; values in between
 * may be left out. Calls must not block.
 */
public interface MeshSource {
  /** Follows the mesh. Nothing comes before the control plane knows the cluster. */
  Subscription mesh(Consumer<MeshView> subscriber);

  /** Follows the configuration of a waypoint. */
  Subscription waypoint(GatewayKey waypoint, Consumer<WaypointConfig> subscriber);
}
