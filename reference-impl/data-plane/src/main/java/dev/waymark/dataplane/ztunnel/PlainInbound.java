package dev.waymark.dataplane.ztunnel;

import dev.waymark.dataplane.hbone.PolicyChangedException;
import dev.waymark.dataplane.hops.Hop;
import dev.waymark.dataplane.relay.LiveRelays;
import dev.waymark.dataplane.relay.SocketDuplex;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import java.net.InetSocketAddress;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Connections from clients without a tunnel: admitted as from nobody in particular, and handed on
 * as they are.
 */
@ChannelHandler.Sharable
final class PlainInbound extends ChannelInitializer<Channel> {
  private final PodSide pod;
  private final Ztunnel.Surroundings node;
  private final Admission admission;
  private final HopRecorder recorder;
  private final LiveRelays<Client> live = new LiveRelays<>();

  /** What admission is decided by. */
  private record Client(InetSocketAddress source, int port) {}

  PlainInbound(PodSide pod, Ztunnel.Surroundings node, Admission admission, HopRecorder recorder) {
    this.pod = pod;
    this.node = node;
    this.admission = admission;
    this.recorder = recorder;
  }

  @Override
  protected void initChannel(Channel accepted) {
    SocketDuplex downstream = new SocketDuplex();
    accepted.pipeline().addLast(downstream);
    HopRecorder.Record hop = recorder.begin(Hop.Direction.INBOUND, accepted);
    // A Pod is captured a moment before the mesh knows it.
    node.mesh()
        .workload(pod.workload())
        .whenCompleteAsync(
            (_, failure) -> {
              if (failure == null) {
                decide(accepted, downstream, hop);
              } else {
                downstream.reset();
                hop.failed("the mesh knows no workload " + pod.workload());
              }
            },
            accepted.eventLoop());
  }

  private void decide(Channel accepted, SocketDuplex downstream, HopRecorder.Record hop) {
    Client client = new Client(pod.ends().peer(accepted), pod.ends().local(accepted).getPort());
    Optional<String> objection = admission.objection(client.source(), client.port());
    if (objection.isPresent()) {
      downstream.reset();
      hop.denied(objection.get());
      return;
    }
    SocketDuplex upstream = new SocketDuplex();
    pod.deliver(client.source(), client.port(), accepted.eventLoop(), upstream)
        .addListener(
            (ChannelFuture done) -> {
              if (!done.isSuccess()) {
                downstream.reset();
                hop.failed("connect: " + done.cause().getMessage());
                return;
              }
              hop.openedTcp(done.channel());
              live.join(client, downstream, upstream, hop);
              if (objectionTo(client) != null) {
                reconsider(); // it has changed while the connection was made
              }
            });
  }

  private @Nullable Throwable objectionTo(Client client) {
    return admission.objection(client.source(), client.port()).isPresent()
        ? new PolicyChangedException()
        : null;
  }

  /** Ends what would not be admitted now. */
  void reconsider() {
    live.reconsider(this::objectionTo);
  }
}
