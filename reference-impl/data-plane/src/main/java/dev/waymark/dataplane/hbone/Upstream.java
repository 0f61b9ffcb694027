package dev.waymark.dataplane.hbone;

import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.EventLoop;

/** Opens the connections that tunnels lead to. */
@FunctionalInterface
public interface Upstream {
  /**
   * Opens a connection.
   *
   * @param request on whose behalf, so that the other end can be told the source
   * @param to where to
   * @param loop which loop serves the connection
   * @param handler added to the connection before it is open
   */
  ChannelFuture connect(
      TunnelRequest request, TunnelDecision.Forward to, EventLoop loop, ChannelHandler handler);
}
