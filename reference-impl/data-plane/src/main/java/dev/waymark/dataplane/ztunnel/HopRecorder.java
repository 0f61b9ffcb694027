package dev.waymark.dataplane.ztunnel;

import dev.waymark.dataplane.hbone.PolicyChangedException;
import dev.waymark.dataplane.hbone.TunnelDecision;
import dev.waymark.dataplane.hbone.TunnelLog;
import dev.waymark.dataplane.hbone.TunnelRequest;
import dev.waymark.dataplane.hops.Hop;
import dev.waymark.dataplane.hops.Hop.Decision;
import dev.waymark.dataplane.hops.Hop.Direction;
import dev.waymark.dataplane.hops.Hop.Leg;
import dev.waymark.dataplane.relay.Relay;
import dev.waymark.model.identity.SpiffeId;
import io.netty.channel.Channel;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Writes down what passes through one Pod's part of the proxy. */
final class HopRecorder implements TunnelLog {
  private static final String COMPONENT = "ztunnel";

  private final PodSide pod;
  private final Ztunnel.Surroundings node;

  HopRecorder(PodSide pod, Ztunnel.Surroundings node) {
    this.pod = pod;
    this.node = node;
  }

  /** A connection that came in, from which a hop is made when it is over. On one event loop. */
  Record begin(Direction direction, Channel accepted) {
    return new Record(
        direction,
        pod.ends().peer(accepted),
        pod.ends().local(accepted),
        Leg.tcp(
            (InetSocketAddress) accepted.localAddress(),
            (InetSocketAddress) accepted.remoteAddress()),
        node.clock().instant());
  }

  /** One connection, until it is over. */
  final class Record implements Relay.Ended {
    private final Direction direction;
    private final InetSocketAddress source;
    private final InetSocketAddress destination;
    private final Leg accepted;
    private final Instant start;
    private @Nullable Leg opened;
    private @Nullable SpiffeId sourceIdentity;
    private @Nullable SpiffeId destinationIdentity;

    private Record(
        Direction direction,
        InetSocketAddress source,
        InetSocketAddress destination,
        Leg accepted,
        Instant start) {
      this.direction = direction;
      this.source = source;
      this.destination = destination;
      this.accepted = accepted;
      this.start = start;
    }

    void openedTcp(Channel upstream) {
      opened =
          Leg.tcp(
              (InetSocketAddress) upstream.localAddress(),
              (InetSocketAddress) upstream.remoteAddress());
    }

    void openedTunnel(Route.Tunnel tunnel, SpiffeId identity) {
      opened =
          Leg.hbone(
              new InetSocketAddress(pod.address(), 0),
              tunnel.peer(),
              tunnel.authority().toString());
      sourceIdentity = identity;
      destinationIdentity =
          tunnel.identities().size() == 1 ? tunnel.identities().iterator().next() : null;
    }

    void denied(String reason) {
      over(new Decision.Denied(reason), 0, 0);
    }

    void failed(String reason) {
      over(new Decision.Failed(reason), 0, 0);
    }

    @Override
    public void ended(long fromClient, long fromUpstream, @Nullable Throwable failure) {
      over(outcome(failure), fromClient, fromUpstream);
    }

    private void over(Decision decision, long sent, long received) {
      node.hops()
          .hop(
              new Hop(
                  COMPONENT,
                  node.node(),
                  pod.workload(),
                  direction,
                  source,
                  destination,
                  sourceIdentity,
                  destinationIdentity,
                  accepted,
                  opened,
                  decision,
                  start,
                  Duration.between(start, node.clock().instant()),
                  sent,
                  received));
    }
  }

  /** A connection that was carried and broke was carried all the same. */
  private static Decision outcome(@Nullable Throwable failure) {
    return failure instanceof PolicyChangedException change
        ? new Decision.Denied(String.valueOf(change.getMessage()))
        : new Decision.Forwarded();
  }

  @Override
  public void refused(TunnelRequest request, TunnelDecision.Refuse refusal) {
    Decision decision =
        refusal.status() == 401
            ? new Decision.Denied(refusal.reason())
            : new Decision.Failed(refusal.reason());
    tunnel(request, null, decision, 0, 0, 0);
  }

  @Override
  public void ended(TunnelRequest request, TunnelDecision.Forward to, Traffic traffic) {
    tunnel(
        request,
        leg(traffic.upstreamLocal(), to.upstream()),
        outcome(traffic.failure()),
        traffic.bytesIn(),
        traffic.bytesOut(),
        traffic.nanos());
  }

  private static @Nullable Leg leg(@Nullable SocketAddress local, InetSocketAddress remote) {
    return local instanceof InetSocketAddress address ? Leg.tcp(address, remote) : null;
  }

  private void tunnel(
      TunnelRequest request,
      @Nullable Leg opened,
      Decision decision,
      long sent,
      long received,
      long nanos) {
    Duration duration = Duration.ofNanos(nanos);
    String authority = request.connect().authority().toString();
    node.hops()
        .hop(
            new Hop(
                COMPONENT,
                node.node(),
                pod.workload(),
                Direction.INBOUND,
                Admission.seenByProgram(request),
                opened == null ? request.localAddress() : opened.remote(),
                request.peer(),
                node.mesh()
                    .view()
                    .workload(pod.workload())
                    .map(workload -> workload.identity())
                    .orElse(null),
                Leg.hbone(request.localAddress(), request.peerAddress(), authority),
                opened,
                decision,
                node.clock().instant().minus(duration),
                duration,
                sent,
                received));
  }
}
