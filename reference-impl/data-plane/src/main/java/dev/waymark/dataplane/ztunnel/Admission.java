package dev.waymark.dataplane.ztunnel;

import dev.waymark.dataplane.hbone.Authority;
import dev.waymark.dataplane.hbone.Baggage;
import dev.waymark.dataplane.hbone.TunnelDecision;
import dev.waymark.dataplane.hbone.TunnelDecision.Forward;
import dev.waymark.dataplane.hbone.TunnelDecision.Refuse;
import dev.waymark.dataplane.hbone.TunnelDestination;
import dev.waymark.dataplane.hbone.TunnelRequest;
import dev.waymark.dataplane.proxyprotocol.ProxyHeader;
import dev.waymark.dataplane.proxyprotocol.ProxyHeaderCodec;
import dev.waymark.dataplane.ztunnel.AuthorizationEngine.Connection;
import dev.waymark.model.workload.ApplicationTunnel;
import dev.waymark.model.workload.MeshView;
import dev.waymark.model.workload.Workload;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a Pod admits. Each answer depends on the question and on what is known of the mesh. */
final class Admission {
  private static final Logger log = LoggerFactory.getLogger("access");

  private final PodSide pod;
  private final KnownMesh mesh;

  Admission(PodSide pod, KnownMesh mesh) {
    this.pod = pod;
    this.mesh = mesh;
  }

  /** What becomes of a tunnel. */
  TunnelDecision decide(TunnelRequest request) {
    MeshView view = mesh.view();
    Workload workload = view.workload(pod.workload()).orElse(null);
    if (workload == null) {
      return new Refuse(503, "the mesh knows no workload " + pod.workload());
    }
    return switch (TunnelDestination.of(
        request, new LocalWorkload(workload, view, pod.address()))) {
      case TunnelDestination.Outcome.Forbidden forbidden -> forbidden.refusal();
      case TunnelDestination.Outcome.Allowed allowed ->
          admit(request, workload, view, allowed.destination());
    };
  }

  private static TunnelDecision admit(
      TunnelRequest request, Workload workload, MeshView view, TunnelDestination destination) {
    Connection connection =
        new Connection(request.peerAddress().getAddress(), request.peer(), destination.upstream());
    logDryRun(connection, workload, view);
    Optional<String> objection = AuthorizationEngine.objection(connection, workload, view);
    if (objection.isPresent()) {
      return Refuse.denied(objection.get());
    }
    byte[] preamble =
        workload
            .applicationTunnel()
            .filter(tunnel -> tunnel.protocol() == ApplicationTunnel.Protocol.PROXY)
            .map(_ -> proxyHeader(request, view))
            .orElse(new byte[0]);
    return new Forward(destination.upstream(), preamble, baggage(workload));
  }

  private static void logDryRun(Connection connection, Workload workload, MeshView view) {
    AuthorizationEngine.dryRunObjections(connection, workload, view)
        .forEach(policy -> log.info("{} would be denied by {}", connection, policy));
  }

  private static byte[] proxyHeader(TunnelRequest request, MeshView view) {
    return ProxyHeaderCodec.write(
        ProxyHeader.Proxied.of(seenByProgram(request), target(request, view), request.peer()));
  }

  /** A name stands for the address of the Service that has it. */
  private static InetSocketAddress target(TunnelRequest request, MeshView view) {
    return switch (request.connect().authority()) {
      case Authority.Address address -> address.address();
      case Authority.Name name ->
          view.services().stream()
              .filter(service -> service.key().hostname().equals(name.host()))
              .flatMap(service -> service.addresses().stream())
              .findFirst()
              .map(address -> new InetSocketAddress(address, name.port()))
              .orElse(request.localAddress());
    };
  }

  /**
   * Whom the program sees as its client: the one that the peer names, but only if it is at the
   * address that the tunnel came from. Nobody may claim another's.
   */
  static InetSocketAddress seenByProgram(TunnelRequest request) {
    InetAddress proved = request.peerAddress().getAddress();
    return request.client().getAddress().equals(proved) ? request.client() : request.peerAddress();
  }

  static Baggage baggage(Workload workload) {
    Workload.Owner owner = workload.owner();
    return new Baggage(
        owner.cluster(),
        workload.namespace(),
        owner.kind(),
        owner.name(),
        owner.canonicalName(),
        owner.canonicalRevision(),
        workload.locality().region(),
        workload.locality().zone());
  }

  /** Why a plain connection is not admitted; empty if it is. */
  Optional<String> objection(InetSocketAddress source, int port) {
    MeshView view = mesh.view();
    Optional<Workload> workload = view.workload(pod.workload());
    if (workload.isEmpty()) {
      return Optional.of("the mesh knows no workload " + pod.workload());
    }
    if (TunnelDestination.PROXY_PORTS.contains(port)) {
      return Optional.of("port " + port + " is the proxy's own");
    }
    Connection connection =
        new Connection(source.getAddress(), null, new InetSocketAddress(pod.address(), port));
    logDryRun(connection, workload.get(), view);
    return AuthorizationEngine.objection(connection, workload.get(), view);
  }
}
