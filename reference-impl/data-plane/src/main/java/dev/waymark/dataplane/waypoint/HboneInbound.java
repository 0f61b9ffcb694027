package dev.waymark.dataplane.waypoint;

import dev.waymark.dataplane.exchange.Caller;
import dev.waymark.dataplane.hbone.Authority;
import dev.waymark.dataplane.hbone.Baggage;
import dev.waymark.dataplane.hbone.ConnectionEnds;
import dev.waymark.dataplane.hbone.HboneLimits;
import dev.waymark.dataplane.hbone.HboneServer;
import dev.waymark.dataplane.hbone.TunnelDecision;
import dev.waymark.dataplane.hbone.TunnelOffer;
import dev.waymark.dataplane.hbone.TunnelRequest;
import dev.waymark.dataplane.hops.Hop;
import dev.waymark.dataplane.identity.WorkloadCertificates;
import dev.waymark.dataplane.relay.StreamChannel;
import dev.waymark.model.identity.SpiffeId;
import io.netty.channel.ChannelHandler;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.concurrent.CompletionStage;

/** Takes tunnels as the waypoint's own identity. What the waypoint does not front it refuses. */
public final class HboneInbound implements WaypointInbound {
  private final WaypointEngine engine;
  private final HboneServer server;

  /**
   * Tunnels for an engine.
   *
   * @param identity the waypoint's
   * @param certificates prove it; the caller's to close, after this
   */
  public HboneInbound(
      WaypointEngine engine,
      SpiffeId identity,
      WorkloadCertificates certificates,
      ConnectionEnds ends,
      InstantSource clock,
      HboneLimits limits) {
    this.engine = engine;
    this.server =
        new HboneServer(
            () -> certificates.credential(identity), this::offered, ends, clock, limits);
  }

  @Override
  public ChannelHandler connections() {
    return server.connections();
  }

  private void offered(TunnelOffer offer) {
    TunnelRequest request = offer.request();
    Authority authority = request.connect().authority();
    if (!engine.fronts(authority)) {
      offer.refuse(new TunnelDecision.Refuse(400, "this waypoint does not front " + authority));
      return;
    }
    StreamChannel stream =
        StreamChannel.of(offer.accept(Baggage.NONE), request.localAddress(), request.client());
    engine.serve(stream, offer.loop(), authority, caller(request, authority));
    offer.loop().register(stream);
  }

  private static Caller caller(TunnelRequest request, Authority authority) {
    InetSocketAddress destination =
        authority instanceof Authority.Address named ? named.address() : request.localAddress();
    return new Caller(
        new Hop.Party(request.client(), request.peer()),
        destination,
        Hop.Leg.hbone(
            request.localAddress(), request.peerAddress(), authority.toString(), request.stream()));
  }

  @Override
  public CompletionStage<Void> drain() {
    return server.drain();
  }
}
