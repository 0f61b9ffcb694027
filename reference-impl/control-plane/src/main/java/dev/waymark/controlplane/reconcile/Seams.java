package dev.waymark.controlplane.reconcile;

import dev.waymark.controlplane.status.StatusWrite;
import dev.waymark.controlplane.view.ClusterView;
import dev.waymark.model.Endpoints;
import dev.waymark.model.GatewayConfig;
import dev.waymark.model.GatewayKey;
import dev.waymark.model.waypoint.WaypointConfig;
import dev.waymark.model.workload.MeshView;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

/**
 * Where what flows through the control plane may be changed on its way: how faults are planted
 * without the code knowing of any. The functions are called by one thread.
 *
 * @param reported the cluster that statuses tell of. Must give the same object for the same object,
 *     or nothing is remembered from turn to turn
 * @param served the cluster that configurations and infrastructure follow, likewise
 * @param configs all configurations of gateways, with the cluster as it is
 * @param waypoints all configurations of waypoints, with the cluster as it is
 * @param mesh what every proxy of the mesh knows
 * @param endpoints a backend's endpoints, with the cluster as it is
 * @param status a status before it is written, with the cluster as it is
 */
public record Seams(
    UnaryOperator<ClusterView> reported,
    UnaryOperator<ClusterView> served,
    BiFunction<Map<GatewayKey, GatewayConfig>, ClusterView, Map<GatewayKey, GatewayConfig>> configs,
    BiFunction<List<WaypointConfig>, ClusterView, List<WaypointConfig>> waypoints,
    UnaryOperator<MeshView> mesh,
    BiFunction<Endpoints, ClusterView, Endpoints> endpoints,
    BiFunction<StatusWrite, ClusterView, StatusWrite> status) {
  /** Everything passes as it is. */
  public static final Seams NONE =
      new Seams(
          UnaryOperator.identity(),
          UnaryOperator.identity(),
          (configs, _) -> configs,
          (waypoints, _) -> waypoints,
          UnaryOperator.identity(),
          (endpoints, _) -> endpoints,
          (status, _) -> status);

  /** These seams with another view for statuses. */
  public Seams withReported(UnaryOperator<ClusterView> replacement) {
    return new Seams(replacement, served, configs, waypoints, mesh, endpoints, status);
  }

  /** These seams with another view for configurations. */
  public Seams withServed(UnaryOperator<ClusterView> replacement) {
    return new Seams(reported, replacement, configs, waypoints, mesh, endpoints, status);
  }

  /** These seams with other configurations of gateways. */
  public Seams withConfigs(
      BiFunction<Map<GatewayKey, GatewayConfig>, ClusterView, Map<GatewayKey, GatewayConfig>>
          replacement) {
    return new Seams(reported, served, replacement, waypoints, mesh, endpoints, status);
  }

  /** These seams with other configurations of waypoints. */
  public Seams withWaypoints(
      BiFunction<List<WaypointConfig>, ClusterView, List<WaypointConfig>> replacement) {
    return new Seams(reported, served, configs, replacement, mesh, endpoints, status);
  }

  /** These seams with another mesh. */
  public Seams withMesh(UnaryOperator<MeshView> replacement) {
    return new Seams(reported, served, configs, waypoints, replacement, endpoints, status);
  }

  /** These seams with other endpoints. */
  public Seams withEndpoints(BiFunction<Endpoints, ClusterView, Endpoints> replacement) {
    return new Seams(reported, served, configs, waypoints, mesh, replacement, status);
  }

  /** These seams with other statuses. */
  public Seams withStatus(BiFunction<StatusWrite, ClusterView, StatusWrite> replacement) {
    return new Seams(reported, served, configs, waypoints, mesh, endpoints, replacement);
  }
}
