package dev.waymark.dataplane.waypoint;

import dev.waymark.dataplane.Connector;
import dev.waymark.dataplane.hbone.Authority;
import dev.waymark.dataplane.hbone.Baggage;
import dev.waymark.dataplane.hbone.ConnectRequest;
import dev.waymark.dataplane.hbone.HboneLimits;
import dev.waymark.dataplane.hbone.HboneServer;
import dev.waymark.dataplane.hbone.OpenTunnel;
import dev.waymark.dataplane.hbone.TunnelKey;
import dev.waymark.dataplane.hbone.TunnelPool;
import dev.waymark.dataplane.hops.Hop;
import dev.waymark.dataplane.identity.WorkloadCertificates;
import dev.waymark.dataplane.relay.Duplex;
import dev.waymark.dataplane.relay.StreamChannel;
import dev.waymark.model.identity.SpiffeId;
import dev.waymark.model.workload.MeshView;
import dev.waymark.model.workload.TunnelProtocol;
import dev.waymark.model.workload.Workload;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Connects to workloads: through a tunnel to those that take tunnels, plainly to others. Safe for
 * use by any thread.
 */
public final class MeshConnector implements Connector, AutoCloseable {
  private static final InetSocketAddress UNBOUND = new InetSocketAddress(0);
  private static final String SOURCE = "waypoint"; // x-istio-source

  private final SpiffeId self;
  private final Connector network;
  private final WorkloadCertificates certificates;
  private final InstantSource clock;
  private final HboneLimits limits;
  private final Map<EventLoop, TunnelPool> pools = new ConcurrentHashMap<>();
  private volatile MeshView mesh = MeshView.EMPTY;

  /**
   * A connector that knows no workloads yet.
   *
   * @param self who it is to those that it connects to
   * @param certificates prove it; the caller's to close, after this
   * @param network opens the connections below the tunnels, and those without
   */
  public MeshConnector(
      SpiffeId self,
      Connector network,
      WorkloadCertificates certificates,
      InstantSource clock,
      HboneLimits limits) {
    this.self = self;
    this.network = network;
    this.certificates = certificates;
    this.clock = clock;
    this.limits = limits;
  }

  /** Takes a newer view of the mesh over: new connections follow it. */
  public void update(MeshView view) {
    mesh = view;
  }

  @Override
  public ChannelFuture connect(InetSocketAddress address, EventLoop loop, ChannelHandler handler) {
    Optional<Workload> workload = takesTunnels(address.getAddress());
    return workload.isEmpty()
        ? network.connect(address, loop, handler)
        : tunnel(workload.get(), address, loop, handler);
  }

  /** A workload that takes tunnels now did not, maybe, when the connection was opened. */
  @Override
  public boolean isCurrent(Channel connection) {
    return connection.remoteAddress() instanceof InetSocketAddress address
        && takesTunnels(address.getAddress()).isPresent() == connection instanceof StreamChannel;
  }

  private Optional<Workload> takesTunnels(InetAddress address) {
    return mesh.workload(address).filter(each -> each.tunnel() == TunnelProtocol.HBONE);
  }

  private ChannelFuture tunnel(
      Workload workload, InetSocketAddress address, EventLoop loop, ChannelHandler handler) {
    InetSocketAddress peer = new InetSocketAddress(address.getAddress(), HboneServer.PORT);
    TunnelKey key = new TunnelKey(self, identities(workload), peer);
    return new Bootstrap()
        .group(loop)
        .channelFactory(
            () -> StreamChannel.opening(channel -> open(key, workload, channel), UNBOUND, address))
        .handler(handler)
        .connect(address);
  }

  private Future<Duplex> open(TunnelKey key, Workload workload, StreamChannel channel) {
    EventLoop loop = channel.eventLoop();
    var authority = new Authority.Address(channel.remoteAddress());
    Future<OpenTunnel> opening =
        pools
            .computeIfAbsent(loop, this::pool)
            .open(key, new ConnectRequest(authority, Baggage.NONE, null, null, SOURCE, null));
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
            return;
          }
          OpenTunnel open = done.getNow();
          new Upstream(
                  Hop.Leg.hbone(
                      (InetSocketAddress) open.local(),
                      key.address(),
                      authority.toString(),
                      open.stream()),
                  workload.identity())
              .remember(channel);
          if (!opened.trySuccess(open.tunnel())) {
            open.tunnel().reset();
          }
        });
    return opened;
  }

  private TunnelPool pool(EventLoop loop) {
    return new TunnelPool(loop, network, certificates::credential, clock, limits);
  }

  private Set<SpiffeId> identities(Workload workload) {
    Set<SpiffeId> identities = new HashSet<>();
    identities.add(workload.identity());
    workload.services().keySet().stream()
        .flatMap(service -> mesh.service(service).stream())
        .flatMap(service -> service.subjectAltNames().stream())
        .forEach(name -> SpiffeId.parse(name).ifPresent(identities::add));
    return identities;
  }

  /** Opens no more tunnels, and closes each connection behind its last one. */
  @Override
  public void close() {
    pools.forEach((loop, pool) -> loop.execute(pool::close));
  }
}
