package dev.waymark.mesh.discovery;

import dev.waymark.dataplane.NettyNetwork;
import dev.waymark.dataplane.Network;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A network that opens what it is asked for on a free port, the same one each time. */
final class AnyPort implements Network {
  private final InetAddress loopback = InetAddress.getLoopbackAddress();
  private final EventLoopGroup loops;
  private int port;

  AnyPort(EventLoopGroup loops) {
    this.loops = loops;
  }

  int port() {
    return port;
  }

  @Override
  public CompletionStage<Listening> listen(int wanted, ChannelHandler childHandler) {
    var bound =
        new ServerBootstrap()
            .group(loops)
            .channel(NioServerSocketChannel.class)
            .childHandler(childHandler)
            .bind(loopback, port)
            .syncUninterruptibly()
            .channel();
    port = ((InetSocketAddress) bound.localAddress()).getPort();
    return CompletableFuture.completedStage(
        () -> {
          bound.close().syncUninterruptibly();
          return CompletableFuture.completedStage(null);
        });
  }

  @Override
  public ChannelFuture connect(InetSocketAddress address, EventLoop loop, ChannelHandler handler) {
    return new NettyNetwork(loopback, loops, ByteBufAllocator.DEFAULT)
        .connect(address, loop, handler);
  }
}
