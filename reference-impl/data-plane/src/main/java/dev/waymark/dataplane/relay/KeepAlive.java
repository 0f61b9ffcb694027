package dev.waymark.dataplane.relay;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollSocketChannel;

/**
 * Notices peers that vanished on connections that may well be silent for hours: the first probe
 * after 180 s, then every 180 s, given up after 9, as ambient meshes have it.
 */
public final class KeepAlive {
  private static final int SECONDS = 180;
  private static final int PROBES = 9;

  private KeepAlive() {}

  /** Turns probes on; where the transport can't say how often, as often as the system does. */
  public static void on(Channel channel) {
    channel.config().setOption(ChannelOption.SO_KEEPALIVE, true);
    if (channel instanceof EpollSocketChannel) {
      channel.config().setOption(EpollChannelOption.TCP_KEEPIDLE, SECONDS);
      channel.config().setOption(EpollChannelOption.TCP_KEEPINTVL, SECONDS);
      channel.config().setOption(EpollChannelOption.TCP_KEEPCNT, PROBES);
    }
  }
}
