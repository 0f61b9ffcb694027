package dev.waymark.dataplane.ztunnel;

import dev.waymark.dataplane.hbone.HboneServer;
import dev.waymark.dataplane.hbone.TunnelDecision;
import dev.waymark.dataplane.hbone.TunnelForwarder;
import dev.waymark.dataplane.hbone.TunnelPool;
import dev.waymark.dataplane.hbone.TunnelRequest;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.EventLoop;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** One Pod in the node proxy's care. */
final class PodProxy implements Captured {
  private final PodSide pod;
  private final Ztunnel.Surroundings node;
  private final Consumer<PodProxy> released;
  private final Map<EventLoop, TunnelPool> pools = new ConcurrentHashMap<>();
  private final Admission admission;
  private final TunnelForwarder forwarder;
  private final HboneServer server;
  private final PlainInbound plain;
  private final Outbound outbound;

  PodProxy(PodSide pod, Ztunnel.Surroundings node, Consumer<PodProxy> released) {
    this.pod = pod;
    this.node = node;
    this.released = released;
    HopRecorder recorder = new HopRecorder(pod, node);
    this.admission = new Admission(pod, node.mesh());
    this.forwarder = new TunnelForwarder(admission::decide, this::deliver, node.limits(), recorder);
    this.server =
        new HboneServer(
            () ->
                node.mesh()
                    .workload(pod.workload())
                    .thenCompose(workload -> node.certificates().credential(workload.identity())),
            forwarder,
            pod.ends(),
            node.clock(),
            node.limits());
    this.plain = new PlainInbound(pod, node, admission, recorder);
    this.outbound = new Outbound(pod, node, this::pool, recorder);
  }

  /** A header is for a port that nobody else can write one to. */
  private ChannelFuture deliver(
      TunnelRequest request, TunnelDecision.Forward to, EventLoop loop, ChannelHandler handler) {
    InetSocketAddress source = Admission.seenByProgram(request);
    int port = to.upstream().getPort();
    return to.preamble().length > 0
        ? pod.deliverLocal(source, port, loop, handler)
        : pod.deliver(source, port, loop, handler);
  }

  /** Tunnels of two Pods never share a connection, nor do those of two event loops. */
  private TunnelPool pool(EventLoop loop) {
    return pools.computeIfAbsent(
        loop,
        on ->
            new TunnelPool(
                on,
                pod,
                identity -> node.certificates().credential(identity),
                node.clock(),
                node.limits()));
  }

  void reconsider() {
    forwarder.reconsider();
    plain.reconsider();
  }

  @Override
  public ChannelHandler outbound() {
    return outbound;
  }

  @Override
  public ChannelHandler inbound() {
    return plain;
  }

  @Override
  public ChannelHandler tunnels() {
    return server.connections();
  }

  @Override
  public CompletionStage<Void> release() {
    released.accept(this);
    node.mesh().forget(pod.workload());
    pools.forEach((loop, pool) -> loop.execute(pool::close));
    return server.drain();
  }
}
