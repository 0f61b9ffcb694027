package dev.waymark.dataplane.waypoint;

import dev.waymark.dataplane.Connector;
import dev.waymark.dataplane.hbone.Authority;
import dev.waymark.dataplane.hbone.Baggage;
import dev.waymark.dataplane.hbone.ConnectRequest;
import dev.waymark.dataplane.hbone.HboneServer;
import dev.waymark.dataplane.hbone.OpenTunnel;
import dev.waymark.dataplane.hbone.TunnelKey;
import dev.waymark.dataplane.hbone.TunnelPool;
import dev.waymark.dataplane.relay.Duplex;
import dev.waymark.dataplane.relay.StreamChannel;
import dev.waymark.model.identity.SpiffeId;
import dev.waymark.model.workload.MeshView;
import dev.waymark.model.workload.TunnelProtocol;
import dev.waymark.model.workload.Workload;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.net.InetSocketAddress;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/** Connects to workloads: through a tunnel to those that take tunnels, plainly to others. */
final class MeshConnector implements Connector {
  private static final InetSocketAddress UNBOUND = new InetSocketAddress(0);
  private static final String SOURCE = "waypoint"; // x-istio-source

  private final SpiffeId self;
  private final Connector network;
  private final Supplier<MeshView> mesh;
  private final Function<EventLoop, TunnelPool> pools;

  MeshConnector(
      SpiffeId self,
      Connector network,
      Supplier<MeshView> mesh,
      Function<EventLoop, TunnelPool> pools) {
    this.self = self;
    this.network = network;
    this.mesh = mesh;
    this.pools = pools;
  }

  @Override
  public ChannelFuture connect(InetSocketAddress address, EventLoop loop, ChannelHandler handler) {
    Optional<Workload> workload =
        mesh.get()
            .workload(address.getAddress())
            .filter(each -> each.tunnel() == TunnelProtocol.HBONE);
    if (workload.isEmpty()) {
      return network.connect(address, loop, handler);
    }
    InetSocketAddress peer = new InetSocketAddress(address.getAddress(), HboneServer.PORT);
    TunnelKey key = new TunnelKey(self, identities(workload.get()), peer);
    return new Bootstrap()
        .group(loop)
        .channelFactory(
            () -> StreamChannel.opening(() -> open(key, address, loop), UNBOUND, address))
        .handler(handler)
        .connect(address);
  }

  private Future<Duplex> open(TunnelKey key, InetSocketAddress address, EventLoop loop) {
    Future<OpenTunnel> opening =
        pools
            .apply(loop)
            .open(
                key,
                new ConnectRequest(
                    new Authority.Address(address), Baggage.NONE, null, null, SOURCE, null));
    Promise<Duplex> opened = loop.newPromise();
    opened.addListener(
        done -> {
          if (done.isCancelled()) {
            opening.cancel(false);
          }
        });
    opening.addListener(
        (Future<OpenTunnel> done) -> {
          if (!done.isSuccess()) {
            opened.tryFailure(done.cause());
          } else if (!opened.trySuccess(done.getNow().tunnel())) {
            done.getNow().tunnel().reset();
          }
        });
    return opened;
  }

  private Set<SpiffeId> identities(Workload workload) {
    Set<SpiffeId> identities = new HashSet<>();
    identities.add(workload.identity());
    workload.services().keySet().stream()
        .flatMap(service -> mesh.get().service(service).stream())
        .flatMap(service -> service.subjectAltNames().stream())
        .forEach(name -> SpiffeId.parse(name).ifPresent(identities::add));
    return identities;
  }
}
