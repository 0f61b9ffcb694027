package dev.waymark.dataplane.hbone;

import dev.waymark.dataplane.Network;
import dev.waymark.dataplane.relay.Duplex;
import dev.waymark.dataplane.relay.Relay;
import dev.waymark.dataplane.relay.SocketDuplex;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries decisions out: refuses a tunnel, or connects to where it leads and relays. Decisions are
 * a function of the request alone, so that they can be made again while tunnels live. Safe for use
 * by any thread.
 */
public final class TunnelForwarder implements TunnelAcceptor {
  private static final Logger log = LoggerFactory.getLogger(TunnelForwarder.class);

  private final Function<TunnelRequest, TunnelDecision> decide;
  private final Network network;
  private final HboneLimits limits;
  private final Set<Live> live = ConcurrentHashMap.newKeySet();
  private final AtomicInteger changes = new AtomicInteger();

  /** A tunnel that is being served. */
  private record Live(TunnelOffer offer, Relay relay) {}

  /**
   * Creates a forwarder.
   *
   * @param decide called on event loops, and again after every {@link #reconsider}; must not wait
   * @param network where tunnels lead to
   */
  public TunnelForwarder(
      Function<TunnelRequest, TunnelDecision> decide, Network network, HboneLimits limits) {
    this.decide = decide;
    this.network = network;
    this.limits = limits;
  }

  @Override
  public void offered(TunnelOffer offer) {
    int decidedAt = changes.get();
    switch (decide.apply(offer.request())) {
      case TunnelDecision.Refuse refusal -> offer.refuse(refusal);
      case TunnelDecision.Forward forward -> connect(offer, forward, decidedAt);
    }
  }

  private void connect(TunnelOffer offer, TunnelDecision.Forward to, int decidedAt) {
    SocketDuplex upstream = new SocketDuplex();
    ChannelFuture connecting = network.connect(to.upstream(), offer.loop(), upstream);
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
            connected(offer, to, decidedAt, upstream);
          } else {
            offer.refuse(
                TunnelDecision.Refuse.unavailable("connect: " + done.cause().getMessage()));
          }
        });
  }

  private void connected(
      TunnelOffer offer, TunnelDecision.Forward to, int decidedAt, SocketDuplex upstream) {
    if (decidedAt != changes.get()
        && decide.apply(offer.request()) instanceof TunnelDecision.Refuse refusal) {
      offer.refuse(refusal);
      upstream.reset();
      return;
    }
    if (to.preamble().length > 0) {
      upstream.send(Unpooled.wrappedBuffer(to.preamble()));
    }
    relay(offer, offer.accept(to.baggage()), upstream);
  }

  private void relay(TunnelOffer offer, Duplex tunnel, Duplex upstream) {
    Ending ending = new Ending();
    Live tunnelled = new Live(offer, Relay.join(tunnel, upstream, ending));
    if (!ending.over) {
      live.add(tunnelled);
      ending.forget = () -> live.remove(tunnelled);
    }
  }

  /** The relay may end before it has begun. */
  private static final class Ending implements Relay.Ended {
    private boolean over;
    private @Nullable Runnable forget;

    @Override
    public void ended(long fromPeer, long toPeer, @Nullable Throwable failure) {
      over = true;
      if (forget != null) {
        forget.run();
      }
      log.debug("tunnel over, {} bytes in and {} out: {}", fromPeer, toPeer, failure);
    }
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
    for (Live tunnel : live) {
      tunnel
          .offer()
          .loop()
          .execute(
              () -> {
                if (decide.apply(tunnel.offer().request())
                    instanceof TunnelDecision.Refuse refusal) {
                  log.debug("tunnel ended, as it would be refused now: {}", refusal.reason());
                  tunnel.relay().abort(new IOException("closed due to policy change"));
                }
              });
    }
  }
}
