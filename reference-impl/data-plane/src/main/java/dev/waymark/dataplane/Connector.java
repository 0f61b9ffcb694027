package dev.waymark.dataplane;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.EventLoop;
import java.net.InetSocketAddress;

/** Opens connections. Safe for use by any thread. */
@FunctionalInterface
public interface Connector {
  /**
   * Opens a connection.
   *
   * @param loop which loop serves the connection
   * @param handler added to the connection before it is open
   */
  ChannelFuture connect(InetSocketAddress address, EventLoop loop, ChannelHandler handler);

  /**
   * Whether a connection that was opened here would be opened the same way today; what is not is no
   * longer to be used.
   */
  default boolean isCurrent(Channel connection) {
    return true;
  }
}
