package dev.waymark.controlplane.mesh;

import dev.waymark.controlplane.status.StatusWrite;
import dev.waymark.controlplane.translate.Infrastructure;
import dev.waymark.model.waypoint.WaypointConfig;
import dev.waymark.model.workload.MeshView;
import java.util.List;

/**
 * What follows from a view for the mesh.
 *
 * @param mesh for every proxy
 * @param waypoints one for each waypoint of ours
 * @param statuses of every object that the mesh has something to say on
 * @param infrastructure what the waypoints need in the cluster
 */
public record MeshTranslation(
    MeshView mesh,
    List<WaypointConfig> waypoints,
    List<StatusWrite> statuses,
    List<Infrastructure> infrastructure) {
  public MeshTranslation {
    waypoints = List.copyOf(waypoints);
    statuses = List.copyOf(statuses);
    infrastructure = List.copyOf(infrastructure);
  }
}
