package dev.waymark.dataplane.waypoint;

import dev.waymark.dataplane.exchange.Caller;
import dev.waymark.dataplane.hbone.Authority;
import dev.waymark.dataplane.hops.Hop;
import dev.waymark.dataplane.loop.OpenConnections;
import dev.waymark.dataplane.proxyprotocol.ProxyHeader;
import dev.waymark.dataplane.proxyprotocol.ProxyHeaderReader;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes connections whose PROXY header says between whom they are, as the proxy of the waypoint's
 * node writes it. Whoever can connect can claim to be anyone, so the port must be one that only
 * that proxy reaches. What the waypoint does not front is closed.
 */
public final class ProxiedInbound implements WaypointInbound {
  private static final Logger log = LoggerFactory.getLogger(ProxiedInbound.class);
  private static final Duration HEADER_TIMEOUT = Duration.ofSeconds(5);

  private final WaypointEngine engine;
  private final OpenConnections connections = new OpenConnections();
  private volatile boolean draining;

  /** Connections for an engine. */
  public ProxiedInbound(WaypointEngine engine) {
    this.engine = engine;
  }

  @Override
  public ChannelHandler connections() {
    return new Accepting();
  }

  @ChannelHandler.Sharable
  private final class Accepting extends ChannelInitializer<Channel> {
    @Override
    protected void initChannel(Channel connection) {
      connections.add(connection);
      if (draining) {
        connection.close();
      } else {
        connection.pipeline().addLast(new ProxyHeaderReader(HEADER_TIMEOUT), new Begin());
      }
    }
  }

  /** Waits for the header, and makes way. */
  private final class Begin extends ChannelInboundHandlerAdapter {
    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
      switch (event) {
        case ProxyHeader.Proxied proxied -> begin(ctx, proxied);
        case ProxyHeader.Local _ -> ctx.close(); // a health check: it has been answered
        default -> ctx.fireUserEventTriggered(event);
      }
    }

    private void begin(ChannelHandlerContext ctx, ProxyHeader.Proxied proxied) {
      Channel connection = ctx.channel();
      if (proxied.destination().getPort() == 0
          || !engine.fronts(new Authority.Address(proxied.destination()))) {
        log.debug("this waypoint does not front {}", proxied.destination());
        ctx.close();
        return;
      }
      var caller =
          new Caller(
              new Hop.Party(proxied.source(), proxied.identity().orElse(null)),
              proxied.destination(),
              Hop.Leg.tcp(
                  (InetSocketAddress) connection.localAddress(),
                  (InetSocketAddress) connection.remoteAddress()));
      engine.serve(
          connection, connection.eventLoop(), new Authority.Address(proxied.destination()), caller);
      ctx.pipeline().remove(this);
    }
  }

  @Override
  public CompletionStage<Void> drain() {
    draining = true;
    return connections.emptied();
  }
}
