package dev.waymark.dataplane.ztunnel;

import dev.waymark.dataplane.hbone.ConnectRequest;
import dev.waymark.dataplane.hbone.Forwarded;
import dev.waymark.dataplane.hbone.OpenTunnel;
import dev.waymark.dataplane.hbone.TunnelKey;
import dev.waymark.dataplane.hbone.TunnelPool;
import dev.waymark.dataplane.hops.Hop;
import dev.waymark.dataplane.relay.Relay;
import dev.waymark.dataplane.relay.SocketDuplex;
import dev.waymark.model.workload.Workload;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import java.util.function.Function;

/** What a Pod's programs open: goes on by its route, under the Pod's identity. */
@ChannelHandler.Sharable
final class Outbound extends ChannelInitializer<Channel> {
  private final PodSide pod;
  private final Ztunnel.Surroundings node;
  private final Function<EventLoop, TunnelPool> pools;
  private final HopRecorder recorder;

  Outbound(
      PodSide pod,
      Ztunnel.Surroundings node,
      Function<EventLoop, TunnelPool> pools,
      HopRecorder recorder) {
    this.pod = pod;
    this.node = node;
    this.pools = pools;
    this.recorder = recorder;
  }

  @Override
  protected void initChannel(Channel accepted) {
    SocketDuplex client = new SocketDuplex();
    accepted.pipeline().addLast(client);
    HopRecorder.Record hop = recorder.begin(Hop.Direction.OUTBOUND, accepted);
    node.mesh()
        .workload(pod.workload())
        .whenCompleteAsync(
            (workload, _) -> {
              if (workload == null) {
                client.reset();
                hop.failed("the mesh knows no workload " + pod.workload());
              } else {
                follow(workload, accepted, client, hop);
              }
            },
            accepted.eventLoop());
  }

  private void follow(
      Workload source, Channel accepted, SocketDuplex client, HopRecorder.Record hop) {
    InetSocketAddress destination = pod.ends().local(accepted);
    switch (OutboundRoutes.of(source, destination, node.mesh().view(), node.dice())) {
      case Route.Nowhere nowhere -> {
        client.reset();
        hop.failed(nowhere.reason());
      }
      case Route.Plain plain -> connect(plain, client, hop);
      case Route.Tunnel tunnel -> open(tunnel, source, accepted, client, hop);
    }
  }

  private void connect(Route.Plain plain, SocketDuplex client, HopRecorder.Record hop) {
    SocketDuplex upstream = new SocketDuplex();
    pod.connect(plain.address(), client.loop(), upstream)
        .addListener(
            (ChannelFuture done) -> {
              if (done.isSuccess()) {
                hop.openedTcp(done.channel());
                Relay.join(client, upstream, hop);
              } else {
                client.reset();
                hop.failed("connect: " + done.cause().getMessage());
              }
            });
  }

  private void open(
      Route.Tunnel tunnel,
      Workload source,
      Channel accepted,
      SocketDuplex client,
      HopRecorder.Record hop) {
    ConnectRequest request =
        ConnectRequest.to(tunnel.authority())
            .with(
                Admission.baggage(source),
                new Forwarded(pod.ends().peer(accepted), tunnel.service()));
    Future<OpenTunnel> opening =
        pools
            .apply(client.loop())
            .open(new TunnelKey(source.identity(), tunnel.identities(), tunnel.peer()), request);
    accepted.closeFuture().addListener(_ -> opening.cancel(false));
    opening.addListener(
        (Future<OpenTunnel> done) -> {
          if (done.isSuccess()) {
            hop.openedTunnel(tunnel, done.getNow(), source.identity());
            Relay.join(client, done.getNow().tunnel(), hop);
          } else if (done.isCancelled()) {
            hop.failed(tunnel, "the client is gone");
          } else {
            client.reset();
            hop.failed(tunnel, String.valueOf(done.cause().getMessage()));
          }
        });
  }
}
