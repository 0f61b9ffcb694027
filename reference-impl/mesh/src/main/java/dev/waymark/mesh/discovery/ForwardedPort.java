package dev.waymark.mesh.discovery;

import dev.waymark.dataplane.Connector;
import dev.waymark.dataplane.relay.Relay;
import dev.waymark.dataplane.relay.SocketDuplex;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import java.net.InetSocketAddress;

/**
 * Joins each connection that a program's network accepts with one to a socket of this machine, for
 * a server that insists on opening its socket itself.
 */
final class ForwardedPort extends ChannelInitializer<Channel> {
  private final Connector machine;
  private final InetSocketAddress socket;

  /**
   * Forwards to a socket.
   *
   * @param machine connects to it
   */
  ForwardedPort(Connector machine, InetSocketAddress socket) {
    this.machine = machine;
    this.socket = socket;
  }

  @Override
  protected void initChannel(Channel channel) {
    SocketDuplex accepted = new SocketDuplex();
    channel.pipeline().addLast(accepted);
    SocketDuplex opened = new SocketDuplex();
    machine
        .connect(socket, channel.eventLoop(), opened)
        .addListener(
            (ChannelFuture connected) -> {
              if (connected.isSuccess()) {
                Relay.join(accepted, opened, (_, _, _) -> {});
              } else {
                accepted.reset();
              }
            });
  }
}
