package dev.waymark.dataplane.ztunnel;

import dev.waymark.dataplane.hbone.Authority;
import dev.waymark.dataplane.hbone.HboneServer;
import dev.waymark.dataplane.hbone.TunnelDestination;
import dev.waymark.dataplane.ztunnel.EndpointChoice.Endpoint;
import dev.waymark.model.identity.SpiffeId;
import dev.waymark.model.workload.GatewayAddress;
import dev.waymark.model.workload.LoadBalancing;
import dev.waymark.model.workload.MeshService;
import dev.waymark.model.workload.MeshView;
import dev.waymark.model.workload.TunnelProtocol;
import dev.waymark.model.workload.Workload;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Where a Pod's connection leads, asked in the order in which ztunnel does: a workload's own
 * address before a Service's, a Service's waypoint before its endpoints, and the workload's own
 * waypoint only where the workload itself was addressed. Pure but for the dice.
 */
final class OutboundRoutes {
  private OutboundRoutes() {}

  /**
   * The route of a connection.
   *
   * @param source the workload that opens it
   * @param destination as its program named it
   */
  static Route of(
      Workload source, InetSocketAddress destination, MeshView mesh, RandomGenerator dice) {
    if (isLocalhost(destination.getAddress())
        && TunnelDestination.PROXY_PORTS.contains(destination.getPort())) {
      return new Route.Nowhere("port " + destination.getPort() + " is the proxy's own");
    }
    Optional<Workload> addressed = mesh.workload(destination.getAddress());
    if (addressed.isPresent()) {
      return toWorkload(source, addressed.get(), destination, mesh, dice);
    }
    return visible(source, mesh.services(destination.getAddress()))
        .map(service -> toService(source, service, destination, mesh, dice))
        .orElseGet(() -> new Route.Plain(destination));
  }

  /** In a cluster on the loopback network every Pod's address is one of 127.0.0.0/8. */
  private static boolean isLocalhost(InetAddress address) {
    byte[] bytes = address.getAddress();
    return address.isLoopbackAddress()
        && (bytes.length == 16 || bytes[1] == 0 && bytes[2] == 0 && bytes[3] == 1);
  }

  /** Of several Services with one address the client's namespace's, else the first by name. */
  private static Optional<MeshService> visible(Workload source, List<MeshService> services) {
    return services.stream()
        .min(
            (one, other) -> {
              boolean mine = one.key().namespace().equals(source.namespace());
              boolean theirs = other.key().namespace().equals(source.namespace());
              return mine == theirs
                  ? one.key().toString().compareTo(other.key().toString())
                  : mine ? -1 : 1;
            });
  }

  private static Route toService(
      Workload source,
      MeshService service,
      InetSocketAddress destination,
      MeshView mesh,
      RandomGenerator dice) {
    if (service.waypoint().isPresent()) {
      return toWaypoint(
          source, service.waypoint().get(), destination, service.key().hostname(), mesh, dice);
    }
    if (service.loadBalancing().mode() == LoadBalancing.Mode.PASSTHROUGH) {
      return new Route.Plain(destination);
    }
    return EndpointChoice.of(service, destination.getPort(), source, mesh, dice)
        .map(endpoint -> toEndpoint(endpoint, service))
        .orElseGet(
            () ->
                new Route.Nowhere(
                    "no healthy endpoint of " + service.key() + ":" + destination.getPort()));
  }

  private static Route toEndpoint(Endpoint endpoint, MeshService service) {
    return endpoint.workload().tunnel() == TunnelProtocol.HBONE
        ? new Route.Tunnel(
            onTunnelPort(endpoint.address().getAddress()),
            identities(endpoint.workload(), service),
            new Authority.Address(endpoint.address()),
            service.key().hostname())
        : new Route.Plain(endpoint.address());
  }

  private static Route toWorkload(
      Workload source,
      Workload workload,
      InetSocketAddress destination,
      MeshView mesh,
      RandomGenerator dice) {
    if (workload.waypoint().isPresent() && !isWaypointOf(source, workload.waypoint().get(), mesh)) {
      return toWaypoint(source, workload.waypoint().get(), destination, null, mesh, dice);
    }
    return workload.tunnel() == TunnelProtocol.HBONE
        ? new Route.Tunnel(
            onTunnelPort(destination.getAddress()),
            Set.of(workload.identity()),
            new Authority.Address(destination),
            null)
        : new Route.Plain(destination);
  }

  private static Route toWaypoint(
      Workload source,
      GatewayAddress waypoint,
      InetSocketAddress destination,
      @Nullable String service,
      MeshView mesh,
      RandomGenerator dice) {
    Optional<MeshService> front = front(waypoint, mesh);
    Optional<Route> route =
        front.isPresent()
            ? EndpointChoice.ofWaypoint(front.get(), waypoint.hbonePort(), source, mesh, dice)
                .map(
                    endpoint ->
                        new Route.Tunnel(
                            endpoint.address(),
                            identities(endpoint.workload(), front.get()),
                            new Authority.Address(destination),
                            service))
            : single(waypoint, mesh)
                .map(
                    workload ->
                        new Route.Tunnel(
                            new InetSocketAddress(
                                workload.addresses().getFirst(), waypoint.hbonePort()),
                            Set.of(workload.identity()),
                            new Authority.Address(destination),
                            service));
    return route.orElseGet(() -> new Route.Nowhere("no endpoint of the waypoint " + waypoint));
  }

  private static Optional<MeshService> front(GatewayAddress waypoint, MeshView mesh) {
    return switch (waypoint) {
      case GatewayAddress.Hostname hostname -> mesh.service(hostname.name());
      case GatewayAddress.Address address ->
          mesh.workload(address.address()).isPresent()
              ? Optional.empty()
              : mesh.services(address.address()).stream().findFirst();
    };
  }

  private static Optional<Workload> single(GatewayAddress waypoint, MeshView mesh) {
    return waypoint instanceof GatewayAddress.Address address
        ? mesh.workload(address.address())
        : Optional.empty();
  }

  /** Whether the source is an endpoint of the waypoint, by identity and by address. */
  static boolean isWaypointOf(Workload source, GatewayAddress waypoint, MeshView mesh) {
    return endpoints(waypoint, mesh).stream()
        .anyMatch(
            endpoint ->
                endpoint.identity().equals(source.identity())
                    && endpoint.addresses().stream().anyMatch(source.addresses()::contains));
  }

  private static List<Workload> endpoints(GatewayAddress waypoint, MeshView mesh) {
    return front(waypoint, mesh)
        .map(service -> mesh.endpoints(service.key()))
        .orElseGet(() -> single(waypoint, mesh).stream().toList());
  }

  private static Set<SpiffeId> identities(Workload workload, MeshService service) {
    Set<SpiffeId> identities = new HashSet<>();
    identities.add(workload.identity());
    service.subjectAltNames().forEach(name -> SpiffeId.parse(name).ifPresent(identities::add));
    return identities;
  }

  private static InetSocketAddress onTunnelPort(InetAddress address) {
    return new InetSocketAddress(address, HboneServer.PORT);
  }
}
