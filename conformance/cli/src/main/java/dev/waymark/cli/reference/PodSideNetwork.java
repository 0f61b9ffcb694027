package dev.waymark.cli.reference;

import dev.waymark.dataplane.Network;
import dev.waymark.kubernetes.network.PodNetwork;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.EventLoop;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A Pod's network as the data plane sees it. */
record PodSideNetwork(PodNetwork pod) implements Network {

  @Override
  public CompletionStage<Listening> listen(int port, ChannelHandler childHandler) {
    return pod.listen(port, childHandler).thenApply(listener -> () -> close(listener));
  }

  @Override
  public ChannelFuture connect(InetSocketAddress address, EventLoop loop, ChannelHandler handler) {
    return pod.connect(address, loop, handler);
  }

  private static CompletionStage<Void> close(Closeable listener) {
    try {
      listener.close();
      return CompletableFuture.completedStage(null);
    } catch (IOException e) {
      return CompletableFuture.failedStage(e);
    }
  }
}
