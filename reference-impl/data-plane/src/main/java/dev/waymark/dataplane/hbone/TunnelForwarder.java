package dev.waymark.dataplane.hbone;

import dev.waymark.dataplane.relay.LiveRelays;
import dev.waymark.dataplane.relay.Relay;
import dev.waymark.dataplane.relay.SocketDuplex;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.util.concurrent.Future;
import java.net.SocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * Carries decisions out: refuses a tunnel, or connects to where it leads and relays. Decisions are
 * a function of the request alone, so that they can be made again while tunnels live. Safe for use
 * by any thread.
 */
public final class TunnelForwarder implements TunnelAcceptor {
  private final Function<TunnelRequest, TunnelDecision> decide;
  private final Upstream network;
  private final TunnelLog tunnelLog;
  private final HboneLimits limits;
  private final LiveRelays<TunnelRequest> live = new LiveRelays<>();
  private final AtomicInteger changes = new AtomicInteger();

  /**
   * Creates a forwarder.
   *
   * @param decide called on event loops, and again after every {@link #reconsider}; must not wait
   * @param network where tunnels lead to
   * @param log hears of every tunnel
   */
  public TunnelForwarder(
      Function<TunnelRequest, TunnelDecision> decide,
      Upstream network,
      HboneLimits limits,
      TunnelLog log) {
    this.decide = decide;
    this.network = network;
    this.tunnelLog = log;
    this.limits = limits;
  }

  @Override
  public void offered(TunnelOffer offer) {
    int decidedAt = changes.get();
    switch (decide.apply(offer.request())) {
      case TunnelDecision.Refuse refusal -> refuse(offer, refusal);
      case TunnelDecision.Forward forward -> connect(offer, forward, decidedAt);
    }
  }

  private void refuse(TunnelOffer offer, TunnelDecision.Refuse refusal) {
    tunnelLog.refused(offer.request(), refusal);
    offer.refuse(refusal);
  }

  private void connect(TunnelOffer offer, TunnelDecision.Forward to, int decidedAt) {
    SocketDuplex upstream = new SocketDuplex();
    ChannelFuture connecting = network.connect(offer.request(), to, offer.loop(), upstream);
    Future<?> timeout =
        offer
            .loop()
            .schedule(
                () -> {
                  if (!connecting.cancel(false)) {
                    connecting.channel().close();
                  }
                },
                limits.connect().toMillis(),
                TimeUnit.MILLISECONDS);
    connecting.addListener(
        (ChannelFuture done) -> {
          timeout.cancel(false);
          if (done.isSuccess()) {
            connected(offer, to, decidedAt, upstream, done.channel().localAddress());
          } else {
            refuse(
                offer, TunnelDecision.Refuse.unavailable("connect: " + done.cause().getMessage()));
          }
        });
  }

  private void connected(
      TunnelOffer offer,
      TunnelDecision.Forward to,
      int decidedAt,
      SocketDuplex upstream,
      SocketAddress upstreamLocal) {
    TunnelRequest request = offer.request();
    if (decidedAt != changes.get()
        && decide.apply(request) instanceof TunnelDecision.Refuse refusal) {
      refuse(offer, refusal);
      upstream.reset();
      return;
    }
    if (to.preamble().length > 0) {
      upstream.send(Unpooled.wrappedBuffer(to.preamble()));
    }
    Relay.Ended ended = tunnelLog.began(request, to, upstreamLocal);
    live.join(request, offer.accept(to.baggage()), upstream, ended);
  }

  /** How many tunnels are being served. */
  public int tunnels() {
    return live.size();
  }

  /**
   * Decides again on every tunnel that is being served, because what decisions rest on has changed:
   * those that would be refused now are reset.
   */
  public void reconsider() {
    changes.incrementAndGet();
    live.reconsider(
        request ->
            decide.apply(request) instanceof TunnelDecision.Refuse
                ? new PolicyChangedException()
                : null);
  }
}
