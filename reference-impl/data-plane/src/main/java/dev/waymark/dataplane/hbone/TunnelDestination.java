package dev.waymark.dataplane.hbone;

import dev.waymark.dataplane.hbone.TunnelDecision.Refuse;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where a tunnel that reached a workload may lead to, by its authority: a pure function, so that a
 * peer can't use one workload's tunnel to get to another.
 *
 * @param upstream where to connect to: always the workload itself
 * @param applicationTunnel whether the workload takes tunnels on a port of its own, with the target
 *     in front
 */
public record TunnelDestination(InetSocketAddress upstream, boolean applicationTunnel) {
  /**
   * Ports of the node's proxy itself, within a captured Pod: outbound, inbound plain, inbound
   * HBONE, SOCKS. A tunnel to one of them would come back here.
   */
  public static final Set<Integer> PROXY_PORTS = Set.of(15001, 15006, 15008, 15080);

  /** The workload that a tunnel has reached, and what it may be asked for. */
  public interface Workload {
    /** Where connections to the workload itself are made to. */
    InetAddress address();

    /** The port on which it takes tunnels for targets of any kind, if it has one. */
    OptionalInt applicationTunnelPort();

    /**
     * Whether the address is one of a Service or workload that this workload fronts: it is the
     * waypoint configured for it, or a member of the Service that is.
     */
    boolean fronts(InetSocketAddress target);

    /**
     * The workload's own port for a Service's port.
     *
     * @param host of a Service, preferably in the workload's own namespace
     * @return empty if there is no such Service, or no such port of it
     */
    OptionalInt targetPort(String host, int servicePort);
  }

  /** Where a tunnel leads, or why it may not. */
  public sealed interface Outcome {
    /** It may. */
    record Allowed(TunnelDestination destination) implements Outcome {}

    /** It may not. */
    record Forbidden(Refuse refusal) implements Outcome {}
  }

  /**
   * Decides.
   *
   * @param workload null if the workload is not known yet
   */
  public static Outcome of(TunnelRequest request, @Nullable Workload workload) {
    if (workload == null) {
      return new Outcome.Forbidden(
          Refuse.unavailable("no workload is known at " + request.localAddress()));
    }
    return switch (request.connect().authority()) {
      case Authority.Address address -> ofAddress(request, workload, address.address());
      case Authority.Name name -> ofName(workload, name);
    };
  }

  private static Outcome ofAddress(
      TunnelRequest request, Workload workload, InetSocketAddress target) {
    boolean own = target.getAddress().equals(request.localAddress().getAddress());
    if (!own && workload.applicationTunnelPort().isEmpty() && !workload.fronts(target)) {
      return new Outcome.Forbidden(
          Refuse.badRequest(
              "the authority "
                  + target
                  + " is not where the tunnel was made to, "
                  + request.localAddress()));
    }
    return onPort(workload, target.getPort());
  }

  private static Outcome ofName(Workload workload, Authority.Name name) {
    OptionalInt port = workload.targetPort(name.host(), name.port());
    return port.isPresent() && port.getAsInt() > 0
        ? onPort(workload, port.getAsInt())
        : new Outcome.Forbidden(Refuse.unavailable("nothing here serves " + name));
  }

  /** The port is checked before the workload's tunnel port takes its place. */
  private static Outcome onPort(Workload workload, int port) {
    if (PROXY_PORTS.contains(port)) {
      return new Outcome.Forbidden(Refuse.unavailable("port " + port + " is the proxy's own"));
    }
    OptionalInt tunnelPort = workload.applicationTunnelPort();
    return new Outcome.Allowed(
        new TunnelDestination(
            new InetSocketAddress(workload.address(), tunnelPort.orElse(port)),
            tunnelPort.isPresent()));
  }
}
