package dev.waymark.cli.reference;

import dev.waymark.dataplane.hbone.ConnectionEnds;
import dev.waymark.dataplane.ztunnel.Captured;
import dev.waymark.dataplane.ztunnel.PodSide;
import dev.waymark.kubernetes.network.CapturedPod;
import dev.waymark.kubernetes.network.PodCapture;
import dev.waymark.kubernetes.node.NodePods;
import dev.waymark.mesh.node.NodeNetwork;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.EventLoop;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.function.Function;

/** A node of the embedded cluster, as the mesh's node proxy sees it. */
record NodeSide(NodePods node) implements NodeNetwork {
  @Override
  public Closeable capture(String uid, String workload, Function<PodSide, Captured> proxy)
      throws IOException {
    return node.capture(uid, pod -> new Handlers(proxy.apply(new Side(pod, workload))));
  }

  private record Handlers(Captured captured) implements PodCapture {
    @Override
    public ChannelHandler outbound() {
      return captured.outbound();
    }

    @Override
    public ChannelHandler inbound() {
      return captured.inbound();
    }

    @Override
    public ChannelHandler tunnels() {
      return captured.tunnels();
    }
  }

  private record Side(CapturedPod pod, String workload) implements PodSide {
    @Override
    public InetAddress address() {
      return pod.address();
    }

    @Override
    public ConnectionEnds ends() {
      return new PodEnds();
    }

    @Override
    public ChannelFuture connect(
        InetSocketAddress address, EventLoop loop, ChannelHandler handler) {
      return pod.connect(address, loop, handler);
    }

    @Override
    public ChannelFuture deliver(
        InetSocketAddress source, int port, EventLoop loop, ChannelHandler handler) {
      return pod.deliver(source, port, loop, handler);
    }

    @Override
    public ChannelFuture deliverLocal(
        InetSocketAddress source, int port, EventLoop loop, ChannelHandler handler) {
      return pod.deliverLocal(source, port, loop, handler);
    }
  }
}
