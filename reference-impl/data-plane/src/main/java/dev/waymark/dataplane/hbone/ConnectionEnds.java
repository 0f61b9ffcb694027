package dev.waymark.dataplane.hbone;

import io.netty.channel.Channel;
import java.net.InetSocketAddress;

/**
 * The two ends of a connection as the network means them, which are not the socket's where a
 * capture or a mapped network stands between.
 */
public interface ConnectionEnds {
  /** The socket's own. */
  ConnectionEnds OF_SOCKET =
      new ConnectionEnds() {
        @Override
        public InetSocketAddress peer(Channel channel) {
          return (InetSocketAddress) channel.remoteAddress();
        }

        @Override
        public InetSocketAddress local(Channel channel) {
          return (InetSocketAddress) channel.localAddress();
        }
      };

  /** Who connected. */
  InetSocketAddress peer(Channel channel);

  /** What was connected to. */
  InetSocketAddress local(Channel channel);
}
