package dev.waymark.dataplane.upstream;

import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.EventLoop;
import java.net.InetSocketAddress;

/** Opens connections to endpoints. */
@FunctionalInterface
public interface Connector {
  ChannelFuture connect(InetSocketAddress address, EventLoop loop, ChannelHandler handler);
}
