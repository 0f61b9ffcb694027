package dev.waymark.dataplane;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Plain sockets of the machine, by the transport that the event loops are made for: epoll, or
 * Java's own.
 */
public final class NettyNetwork implements Network {
  private final InetAddress address;
  private final EventLoopGroup loops;
  private final ByteBufAllocator allocator;
  private final Class<? extends ServerChannel> serverChannel;
  private final Class<? extends Channel> channel;

  /**
   * Creates a network on one address.
   *
   * @param address where ports are opened
   * @param loops accept and serve connections; the caller's to shut down
   */
  public NettyNetwork(InetAddress address, EventLoopGroup loops, ByteBufAllocator allocator) {
    this.address = address;
    this.loops = loops;
    this.allocator = allocator;
    boolean epoll = loops instanceof IoEventLoopGroup io && io.isIoType(EpollIoHandler.class);
    serverChannel = epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
    channel = epoll ? EpollSocketChannel.class : NioSocketChannel.class;
  }

  @Override
  public CompletionStage<Listening> listen(int port, ChannelHandler childHandler) {
    CompletableFuture<Listening> listening = new CompletableFuture<>();
    new ServerBootstrap()
        .group(loops)
        .channel(serverChannel)
        .option(ChannelOption.SO_BACKLOG, 4096)
        .option(ChannelOption.SO_REUSEADDR, true)
        .childOption(ChannelOption.TCP_NODELAY, true)
        .childOption(ChannelOption.ALLOCATOR, allocator)
        .childHandler(childHandler)
        .bind(address, port)
        .addListener(
            (ChannelFuture bound) -> {
              if (bound.isSuccess()) {
                listening.complete(() -> close(bound.channel()));
              } else {
                listening.completeExceptionally(bound.cause());
              }
            });
    return listening;
  }

  private static CompletionStage<Void> close(Channel channel) {
    CompletableFuture<Void> closed = new CompletableFuture<>();
    channel.close().addListener(_ -> closed.complete(null));
    return closed;
  }

  @Override
  public ChannelFuture connect(
      InetSocketAddress destination, EventLoop loop, ChannelHandler handler) {
    return new Bootstrap()
        .group(loop)
        .channel(channel)
        .option(ChannelOption.TCP_NODELAY, true)
        .option(ChannelOption.ALLOCATOR, allocator)
        .handler(handler)
        .connect(destination);
  }
}
