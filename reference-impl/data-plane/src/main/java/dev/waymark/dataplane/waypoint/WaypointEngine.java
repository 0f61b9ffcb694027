package dev.waymark.dataplane.waypoint;

import dev.waymark.dataplane.GatewayLimits;
import dev.waymark.dataplane.Network;
import dev.waymark.dataplane.downstream.CleartextStart;
import dev.waymark.dataplane.exchange.Arrival;
import dev.waymark.dataplane.exchange.Drain;
import dev.waymark.dataplane.exchange.Interceptor;
import dev.waymark.dataplane.hbone.Authority;
import dev.waymark.dataplane.hbone.Baggage;
import dev.waymark.dataplane.hbone.ConnectionEnds;
import dev.waymark.dataplane.hbone.HboneLimits;
import dev.waymark.dataplane.hbone.HboneServer;
import dev.waymark.dataplane.hbone.TunnelDecision;
import dev.waymark.dataplane.hbone.TunnelOffer;
import dev.waymark.dataplane.hbone.TunnelPool;
import dev.waymark.dataplane.identity.WorkloadCertificates;
import dev.waymark.dataplane.relay.StreamChannel;
import dev.waymark.dataplane.routing.PortRoutes;
import dev.waymark.dataplane.upstream.Workers;
import dev.waymark.model.BackendId;
import dev.waymark.model.ConfigSource;
import dev.waymark.model.Port;
import dev.waymark.model.Scheme;
import dev.waymark.model.identity.SpiffeId;
import dev.waymark.model.waypoint.FrontedPort;
import dev.waymark.model.waypoint.FrontedService;
import dev.waymark.model.waypoint.WaypointConfig;
import dev.waymark.model.workload.MeshView;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.util.AsciiString;
import io.netty.util.NetUtil;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Serves what a waypoint fronts over HTTP. It takes tunnels as its own identity, knows the Service
 * by the address that a tunnel is asked for, and routes each request within it by the Service's
 * routes. What it does not front it refuses. Safe for use by any thread.
 */
public final class WaypointEngine {
  private final ByteBufAllocator allocator;
  private final Workers workers;
  private final Map<EventLoop, TunnelPool> pools = new ConcurrentHashMap<>();
  private final Set<Channel> streams = ConcurrentHashMap.newKeySet();
  private final HboneServer server;
  private volatile MeshView mesh = MeshView.EMPTY;
  private volatile Map<Authority, PortRoutes> fronted = Map.of();

  /**
   * A waypoint that fronts nothing yet.
   *
   * @param identity its own, on both sides
   * @param certificates prove it; the caller's to close, after this
   * @param network its own; the port for tunnels is the caller's to open, see {@link #tunnels}
   * @param endpoints of the backends that routes name
   * @param interceptors one for each exchange
   */
  public WaypointEngine(
      SpiffeId identity,
      WorkloadCertificates certificates,
      Network network,
      ConnectionEnds ends,
      ConfigSource endpoints,
      InstantSource clock,
      GatewayLimits limits,
      HboneLimits tunnelLimits,
      ByteBufAllocator allocator,
      Supplier<Interceptor> interceptors) {
    this.allocator = allocator;
    var connector =
        new MeshConnector(
            identity,
            network,
            () -> mesh,
            loop ->
                pools.computeIfAbsent(
                    loop,
                    on ->
                        new TunnelPool(
                            on, network, certificates::credential, clock, tunnelLimits)));
    this.workers = new Workers(endpoints, limits, interceptors, connector);
    this.server =
        new HboneServer(
            () -> certificates.credential(identity), this::offered, ends, clock, tunnelLimits);
  }

  /** Takes what is accepted on the port for tunnels. */
  public HboneServer tunnels() {
    return server;
  }

  /** Takes a newer view of the mesh over: new connections to workloads follow it. */
  public void update(MeshView view) {
    mesh = view;
  }

  /** Takes a configuration over: requests that arrive after this returns are served by it. */
  public synchronized void apply(WaypointConfig config) {
    Set<BackendId> wanted = config.backends();
    workers.follow(wanted);
    Map<Authority, PortRoutes> next = new HashMap<>();
    for (FrontedService service : config.services()) {
      for (FrontedPort port : service.ports()) {
        if (port instanceof FrontedPort.Http http) {
          PortRoutes routes = PortRoutes.of(new Port.Http(http.number(), List.of(http.listener())));
          service
              .addresses()
              .forEach(
                  address ->
                      next.put(
                          new Authority.Address(new InetSocketAddress(address, http.number())),
                          routes));
          next.put(new Authority.Name(service.service().hostname(), http.number()), routes);
        }
      }
    }
    fronted = Map.copyOf(next);
    workers.retain(wanted);
  }

  private void offered(TunnelOffer offer) {
    Authority authority = offer.request().connect().authority();
    if (!fronted.containsKey(authority)) {
      offer.refuse(new TunnelDecision.Refuse(400, "this waypoint does not front " + authority));
      return;
    }
    InetSocketAddress client = offer.request().client();
    StreamChannel stream =
        StreamChannel.of(offer.accept(Baggage.NONE), offer.request().localAddress(), client);
    stream.config().setAllocator(allocator);
    streams.add(stream);
    stream.closeFuture().addListener(_ -> streams.remove(stream));
    Arrival arrival =
        new Arrival(
            Scheme.HTTP,
            authority.port(),
            "",
            AsciiString.of(NetUtil.toAddressString(client.getAddress())),
            () -> fronted.getOrDefault(authority, PortRoutes.NONE));
    stream.pipeline().addLast(new CleartextStart(workers.on(offer.loop()), arrival));
    offer.loop().register(stream);
  }

  /**
   * Stops: requests in flight finish, within the limits' time. Closing the port comes before, and
   * is the caller's part.
   *
   * @return completes when the last client's connection is closed
   */
  public CompletionStage<Void> stop() {
    workers.unfollow();
    for (Channel stream : streams) {
      stream.eventLoop().execute(() -> stream.pipeline().fireUserEventTriggered(Drain.NOW));
    }
    CompletableFuture<Void> drained = server.drain().toCompletableFuture();
    return drained.thenRun(
        () -> {
          workers.close();
          pools.forEach((loop, pool) -> loop.execute(pool::close));
        });
  }
}
