package dev.waymark.controlplane.mesh;

import dev.waymark.controlplane.view.ClusterView;
import dev.waymark.controlplane.view.ObjectKey;
import dev.waymark.model.GatewayKey;
import dev.waymark.model.workload.GatewayAddress;
import dev.waymark.model.workload.NamespacedHostname;
import io.fabric8.kubernetes.api.model.LoadBalancerIngress;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.Gateway;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.GatewayStatusAddress;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/** Where a waypoint takes tunnels, by what its Gateway's status says. Pure functions. */
final class WaypointAddress {
  private static final String SUFFIX = ".svc." + Ambient.DOMAIN;

  private WaypointAddress() {}

  static Optional<GatewayAddress> of(GatewayKey waypoint, ClusterView view) {
    Gateway gateway = view.gateways().get(waypoint);
    if (gateway == null || gateway.getStatus() == null) {
      return Optional.empty();
    }
    List<GatewayStatusAddress> addresses = gateway.getStatus().getAddresses();
    return addresses.stream()
        .filter(address -> "Hostname".equals(address.getType()))
        .flatMap(address -> hostname(address.getValue()).stream())
        .findFirst()
        .or(() -> addresses.stream().flatMap(address -> ip(address, view).stream()).findFirst());
  }

  /** {@code NAME.NAMESPACE.svc.cluster.local}. */
  private static Optional<GatewayAddress> hostname(String value) {
    if (!value.endsWith(SUFFIX)) {
      return Optional.empty();
    }
    String[] parts = value.substring(0, value.length() - SUFFIX.length()).split("\\.", -1);
    return parts.length == 2
        ? Optional.of(
            new GatewayAddress.Hostname(
                new NamespacedHostname(parts[1], value), Ambient.HBONE_PORT))
        : Optional.empty();
  }

  /** The address of a load balancer is its Service's for whoever is inside. */
  private static Optional<GatewayAddress> ip(GatewayStatusAddress address, ClusterView view) {
    Optional<GatewayAddress> balanced =
        view.services().values().stream()
            .filter(service -> isBalancedAt(service, address.getValue()))
            .map(ObjectKey::of)
            .map(
                key ->
                    (GatewayAddress)
                        new GatewayAddress.Hostname(
                            new NamespacedHostname(
                                key.namespace(), Ambient.hostname(key.namespace(), key.name())),
                            Ambient.HBONE_PORT))
            .findFirst();
    return balanced.or(
        () -> {
          try {
            return Optional.of(
                new GatewayAddress.Address(
                    InetAddress.ofLiteral(address.getValue()), Ambient.HBONE_PORT));
          } catch (IllegalArgumentException _) {
            return Optional.empty();
          }
        });
  }

  private static boolean isBalancedAt(Service service, String address) {
    return service.getStatus() != null
        && service.getStatus().getLoadBalancer() != null
        && service.getStatus().getLoadBalancer().getIngress().stream()
            .map(LoadBalancerIngress::getIp)
            .anyMatch(address::equals);
  }
}
