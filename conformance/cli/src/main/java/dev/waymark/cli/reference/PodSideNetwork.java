package dev.waymark.cli.reference;

import dev.waymark.dataplane.Network;
import dev.waymark.kubernetes.network.PodNetwork;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.EventLoop;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A Pod's network as the data plane sees it. */
record PodSideNetwork(PodNetwork pod) implements Network {

  @Override
  public CompletionStage<Listening> listen(int port, ChannelHandler childHandler) {
    return pod.listen(port, childHandler).thenApply(PodSideNetwork::listening);
  }

  @Override
  public ChannelFuture connect(InetSocketAddress address, EventLoop loop, ChannelHandler handler) {
    return pod.connect(address, loop, handler);
  }

  static Listening listening(Closeable listener) {
    return () -> close(listener);
  }

  /**
   * Closes on a thread of its own: a Pod's network waits for the listener's event loop, and the
   * loop may be waiting for a lock of the caller's.
   */
  private static CompletionStage<Void> close(Closeable listener) {
    return CompletableFuture.runAsync(
        () -> {
          try {
            listener.close();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        },
        Thread::startVirtualThread);
  }
}
