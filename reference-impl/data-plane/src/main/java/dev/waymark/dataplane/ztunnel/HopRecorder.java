package dev.waymark.dataplane.ztunnel;

import dev.waymark.dataplane.hbone.OpenTunnel;
import dev.waymark.dataplane.hbone.PolicyChangedException;
import dev.waymark.dataplane.hbone.TunnelDecision;
import dev.waymark.dataplane.hbone.TunnelLog;
import dev.waymark.dataplane.hbone.TunnelRequest;
import dev.waymark.dataplane.hops.Hop;
import dev.waymark.dataplane.hops.Hop.Decision;
import dev.waymark.dataplane.hops.Hop.Direction;
import dev.waymark.dataplane.hops.Hop.Leg;
import dev.waymark.dataplane.hops.Hop.Party;
import dev.waymark.dataplane.relay.Relay;
import dev.waymark.model.identity.SpiffeId;
import io.netty.channel.Channel;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Writes down what passes through one Pod's part of the proxy. */
final class HopRecorder implements TunnelLog {
  private final PodSide pod;
  private final Ztunnel.Surroundings node;
  private final Hop.Proxy proxy;
  private final AtomicLong numbers = new AtomicLong();

  HopRecorder(PodSide pod, Ztunnel.Surroundings node) {
    this.pod = pod;
    this.node = node;
    this.proxy = new Hop.Proxy("ztunnel", node.node(), pod.workload());
  }

  /** A connection that came in plainly. To be used on its event loop. */
  Record begin(Direction direction, Channel accepted) {
    return new Record(
        direction,
        new Party(pod.ends().peer(accepted), null),
        new Party(pod.ends().local(accepted), null),
        Leg.tcp(
            (InetSocketAddress) accepted.localAddress(),
            (InetSocketAddress) accepted.remoteAddress()));
  }

  @Override
  public void refused(TunnelRequest request, TunnelDecision.Refuse refusal) {
    Record hop = begin(request, request.localAddress());
    if (refusal.status() == 401) {
      hop.denied(refusal.reason());
    } else {
      hop.failed(refusal.reason());
    }
  }

  @Override
  public Relay.Ended began(
      TunnelRequest request, TunnelDecision.Forward to, SocketAddress upstreamLocal) {
    Record hop = begin(request, to.upstream());
    if (upstreamLocal instanceof InetSocketAddress local) {
      hop.opened(Leg.tcp(local, to.upstream()), hop.source, hop.destination);
    }
    return hop;
  }

  private Record begin(TunnelRequest request, InetSocketAddress destination) {
    SpiffeId own =
        node.mesh()
            .view()
            .workload(pod.workload())
            .map(workload -> workload.identity())
            .orElse(null);
    return new Record(
        Direction.INBOUND,
        new Party(Admission.seenByProgram(request), request.peer()),
        new Party(destination, own),
        Leg.hbone(
            request.localAddress(),
            request.peerAddress(),
            request.connect().authority().toString(),
            request.stream()));
  }

  /** One connection, until it is over. */
  final class Record implements Relay.Ended {
    private final long number = numbers.incrementAndGet();
    private final Instant start = node.clock().instant();
    private final Direction direction;
    private final Leg accepted;
    private Party source;
    private Party destination;
    private @Nullable Leg opened;

    private Record(Direction direction, Party source, Party destination, Leg accepted) {
      this.direction = direction;
      this.source = source;
      this.destination = destination;
      this.accepted = accepted;
    }

    void openedTcp(Channel upstream) {
      opened(
          Leg.tcp(
              (InetSocketAddress) upstream.localAddress(),
              (InetSocketAddress) upstream.remoteAddress()),
          source,
          destination);
    }

    void openedTunnel(Route.Tunnel tunnel, OpenTunnel open, SpiffeId own) {
      SpiffeId peer =
          tunnel.identities().size() == 1 ? tunnel.identities().iterator().next() : null;
      opened(
          leg(tunnel, (InetSocketAddress) open.local(), open.stream()),
          new Party(source.address(), own),
          new Party(destination.address(), peer));
    }

    /** The tunnel that would have carried it on was refused, or could not be opened. */
    void failed(Route.Tunnel tunnel, String reason) {
      opened = leg(tunnel, new InetSocketAddress(pod.address(), 0), 0);
      failed(reason);
    }

    private static Leg leg(Route.Tunnel tunnel, InetSocketAddress local, int stream) {
      return Leg.hbone(local, tunnel.peer(), tunnel.authority().toString(), stream);
    }

    private void opened(Leg leg, Party from, Party to) {
      opened = leg;
      source = from;
      destination = to;
      say(new Decision.Forwarding(), 0, 0);
    }

    void denied(String reason) {
      say(new Decision.Denied(reason), 0, 0);
    }

    void failed(String reason) {
      say(new Decision.Failed(reason), 0, 0);
    }

    @Override
    public void ended(long fromClient, long fromUpstream, @Nullable Throwable failure) {
      say(
          failure instanceof PolicyChangedException change
              ? new Decision.Denied(String.valueOf(change.getMessage()))
              : new Decision.Forwarded(), // what was carried and broke was carried all the same
          fromClient,
          fromUpstream);
    }

    private void say(Decision decision, long sent, long received) {
      node.hops()
          .hop(
              new Hop(
                  proxy,
                  number,
                  direction,
                  source,
                  destination,
                  accepted,
                  opened,
                  null,
                  decision,
                  start,
                  Duration.between(start, node.clock().instant()),
                  sent,
                  received));
    }
  }
}
