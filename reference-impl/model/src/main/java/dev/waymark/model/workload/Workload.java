package dev.waymark.model.workload;

import dev.waymark.model.identity.SpiffeId;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One running instance, most often a Pod.
 *
 * @param uid unique in the mesh: {@link #podUid} for a Pod
 * @param identity whom its certificate names
 * @param addresses its own; none if it is known by host name only
 * @param hostNetwork whether its addresses are its node's, so that they tell nothing of it
 * @param tunnel how it takes connections
 * @param applicationTunnel the port for tunnels of any target, if it has one
 * @param waypoint where connections to its own addresses pass through, if anywhere
 * @param services the Services that it is an endpoint of, each with its own port for each port of
 *     the Service
 * @param policies names, {@code NAMESPACE/NAME}, of the authorization policies that select it
 * @param healthy whether it is ready
 * @param capacity its share of a Service's connections, at least 1
 * @param owner what it is called in logs and metrics
 */
public record Workload(
    String uid,
    String name,
    String namespace,
    SpiffeId identity,
    List<InetAddress> addresses,
    boolean hostNetwork,
    TunnelProtocol tunnel,
    Optional<ApplicationTunnel> applicationTunnel,
    Optional<GatewayAddress> waypoint,
    Map<NamespacedHostname, Map<Integer, Integer>> services,
    List<String> policies,
    boolean healthy,
    String node,
    Locality locality,
    int capacity,
    Owner owner) {
  public Workload {
    addresses = List.copyOf(addresses);
    services = Map.copyOf(services);
    policies = List.copyOf(policies);
    if (capacity < 1) {
      throw new IllegalArgumentException("capacity: " + capacity + " (expected: at least 1)");
    }
  }

  /** This workload with another waypoint. */
  public Workload withWaypoint(Optional<GatewayAddress> replacement) {
    return new Workload(
        uid,
        name,
        namespace,
        identity,
        addresses,
        hostNetwork,
        tunnel,
        applicationTunnel,
        replacement,
        services,
        policies,
        healthy,
        node,
        locality,
        capacity,
        owner);
  }

  /**
   * The uid of a Pod.
   *
   * @param cluster the cluster's name
   */
  public static String podUid(String cluster, String namespace, String pod) {
    return cluster + "//Pod/" + namespace + "/" + pod;
  }

  /**
   * What a workload belongs to.
   *
   * @param kind {@code deployment}, {@code cronjob}, {@code job} or {@code pod}
   * @param name of the Deployment or the like
   * @param canonicalName {@code service.istio.io/canonical-name}, else the app's name
   * @param canonicalRevision {@code service.istio.io/canonical-revision}, else {@code latest}
   * @param cluster the cluster's name
   */
  public record Owner(
      String kind, String name, String canonicalName, String canonicalRevision, String cluster) {}
}
