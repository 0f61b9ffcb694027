package dev.waymark.dataplane.ztunnel;

import dev.waymark.dataplane.hbone.TunnelDestination;
import dev.waymark.model.workload.GatewayAddress;
import dev.waymark.model.workload.MeshService;
import dev.waymark.model.workload.MeshView;
import dev.waymark.model.workload.NamespacedHostname;
import dev.waymark.model.workload.Workload;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** A workload that tunnels arrive at, as what is known of the mesh describes it. */
record LocalWorkload(Workload workload, MeshView mesh, InetAddress address)
    implements TunnelDestination.Workload {

  @Override
  public OptionalInt applicationTunnelPort() {
    return workload.applicationTunnel().stream()
        .mapToInt(tunnel -> tunnel.port())
        .filter(port -> port > 0)
        .findFirst();
  }

  @Override
  public boolean fronts(InetSocketAddress target) {
    Optional<GatewayAddress> waypoint =
        mesh.workload(target.getAddress())
            .map(Workload::waypoint)
            .orElseGet(
                () ->
                    mesh.services(target.getAddress()).stream()
                        .findFirst()
                        .flatMap(MeshService::waypoint));
    return waypoint.isPresent() && OutboundRoutes.isWaypointOf(workload, waypoint.get(), mesh);
  }

  @Override
  public OptionalInt targetPort(String host, int servicePort) {
    return named(host)
        .flatMap(
            service -> {
              Map<Integer, Integer> own = workload.services().get(service.key());
              Integer port = own == null ? null : own.get(servicePort);
              return Optional.ofNullable(port == null ? service.ports().get(servicePort) : port);
            })
        .map(OptionalInt::of)
        .orElseGet(OptionalInt::empty);
  }

  private Optional<MeshService> named(String host) {
    Optional<MeshService> own = mesh.service(new NamespacedHostname(workload.namespace(), host));
    return own.isPresent() ? own : elsewhere(host);
  }

  private Optional<MeshService> elsewhere(String host) {
    return mesh.services().stream()
        .filter(service -> service.key().hostname().equals(host))
        .min(Comparator.comparing(service -> service.key().namespace()));
  }
}
