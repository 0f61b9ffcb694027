package dev.waymark.model.workload;

import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What clients address in place of workloads.
 *
 * @param key its namespace and host name
 * @param name of the Kubernetes object
 * @param addresses virtual ones; none for a headless Service
 * @param ports the workload's port for each of its own, as far as it is the same for every
 *     workload; 0 where each workload has its own
 * @param subjectAltNames identities that its endpoints may show beside their own
 * @param waypoint where connections to it pass through, if anywhere
 * @param ingressUseWaypoint whether gateways at the edge send their requests there too
 */
public record MeshService(
    NamespacedHostname key,
    String name,
    List<InetAddress> addresses,
    Map<Integer, Integer> ports,
    List<String> subjectAltNames,
    Optional<GatewayAddress> waypoint,
    boolean ingressUseWaypoint,
    LoadBalancing loadBalancing) {
  public MeshService {
    addresses = List.copyOf(addresses);
    ports = Map.copyOf(ports);
    subjectAltNames = List.copyOf(subjectAltNames);
  }
}
