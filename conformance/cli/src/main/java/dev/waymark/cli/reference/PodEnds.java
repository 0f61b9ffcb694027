package dev.waymark.cli.reference;

import dev.waymark.dataplane.hbone.ConnectionEnds;
import dev.waymark.kubernetes.network.PodNetwork;
import io.netty.channel.Channel;
import java.net.InetSocketAddress;

/** Between whom a connection that a Pod's network handed over is. */
record PodEnds() implements ConnectionEnds {
  @Override
  public InetSocketAddress peer(Channel channel) {
    return channel.attr(PodNetwork.SOURCE).get();
  }

  @Override
  public InetSocketAddress local(Channel channel) {
    return channel.attr(PodNetwork.DESTINATION).get();
  }
}
