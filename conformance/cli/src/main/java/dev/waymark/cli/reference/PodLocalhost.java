package dev.waymark.cli.reference;

import dev.waymark.dataplane.Network;
import dev.waymark.kubernetes.network.PodNetwork;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.EventLoop;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletionStage;

/** A Pod's localhost as the data plane sees it: only what captures the Pod connects to it. */
record PodLocalhost(PodNetwork pod) implements Network {
  @Override
  public CompletionStage<Listening> listen(int port, ChannelHandler childHandler) {
    return pod.listenLocal(port, childHandler).thenApply(PodSideNetwork::listening);
  }

  @Override
  public ChannelFuture connect(InetSocketAddress address, EventLoop loop, ChannelHandler handler) {
    return pod.connect(address, loop, handler);
  }
}
