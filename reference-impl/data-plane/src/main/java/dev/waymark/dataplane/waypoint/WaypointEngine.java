package dev.waymark.dataplane.waypoint;

import dev.waymark.dataplane.Connector;
import dev.waymark.dataplane.GatewayLimits;
import dev.waymark.dataplane.authorization.Peer;
import dev.waymark.dataplane.authorization.ServiceGate;
import dev.waymark.dataplane.downstream.CleartextStart;
import dev.waymark.dataplane.exchange.Arrival;
import dev.waymark.dataplane.exchange.Caller;
import dev.waymark.dataplane.exchange.Drain;
import dev.waymark.dataplane.exchange.Interceptor;
import dev.waymark.dataplane.hbone.Authority;
import dev.waymark.dataplane.loop.OpenConnections;
import dev.waymark.dataplane.routing.PortRoutes;
import dev.waymark.dataplane.upstream.Workers;
import dev.waymark.model.BackendId;
import dev.waymark.model.ConfigSource;
import dev.waymark.model.Port;
import dev.waymark.model.Scheme;
import dev.waymark.model.waypoint.FrontedPort;
import dev.waymark.model.waypoint.FrontedService;
import dev.waymark.model.waypoint.Guard;
import dev.waymark.model.waypoint.WaypointConfig;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.util.AsciiString;
import io.netty.util.NetUtil;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Serves what a waypoint fronts over HTTP. It knows the Service by the address that a connection
 * was made to, and routes each request within it by the Service's routes. Safe for use by any
 * thread.
 */
public final class WaypointEngine {
  private final ByteBufAllocator allocator;
  private final Workers workers;
  private final OpenConnections connections = new OpenConnections();
  private volatile Map<Authority, Fronted> fronted = Map.of();

  /** What is done with the requests to a port of a Service. */
  private record Fronted(PortRoutes routes, Guard guard) {
    static final Fronted NOT = new Fronted(PortRoutes.NONE, Guard.NONE);
  }

  /**
   * A waypoint that fronts nothing yet.
   *
   * @param endpoints of the backends that routes name
   * @param connector to endpoints
   * @param interceptors one for each request
   */
  public WaypointEngine(
      ConfigSource endpoints,
      Connector connector,
      GatewayLimits limits,
      Supplier<Interceptor> interceptors,
      ByteBufAllocator allocator) {
    this.allocator = allocator;
    this.workers = new Workers(endpoints, limits, interceptors, connector);
  }

  /** Takes a configuration over: requests that arrive after this returns are served by it. */
  public synchronized void apply(WaypointConfig config) {
    Set<BackendId> wanted = config.backends();
    workers.follow(wanted);
    Map<Authority, Fronted> next = new HashMap<>();
    for (FrontedService service : config.services()) {
      for (FrontedPort port : service.ports()) {
        if (port instanceof FrontedPort.Http http) {
          PortRoutes routes = PortRoutes.of(new Port.Http(http.number(), List.of(http.listener())));
          Fronted guarded = new Fronted(routes, service.guard());
          service
              .addresses()
              .forEach(
                  address ->
                      next.put(
                          new Authority.Address(new InetSocketAddress(address, http.number())),
                          guarded));
          next.put(new Authority.Name(service.service().hostname(), http.number()), guarded);
        }
      }
    }
    fronted = Map.copyOf(next);
    workers.retain(wanted);
  }

  /** Whether it was asked to stand there. */
  boolean fronts(Authority authority) {
    return fronted.containsKey(authority);
  }

  /**
   * Serves a connection, from its first byte on.
   *
   * @param authority what it was made to: one that is fronted
   * @param loop the connection's
   */
  void serve(Channel connection, EventLoop loop, Authority authority, Caller caller) {
    connection.config().setAllocator(allocator);
    connections.add(connection);
    Arrival arrival =
        new Arrival(
            Scheme.HTTP,
            authority.port(),
            "",
            AsciiString.of(NetUtil.toAddressString(caller.client().address().getAddress())),
            () -> fronted(authority).routes(),
            new ServiceGate(Peer.of(caller), () -> fronted(authority).guard()),
            caller);
    connection.pipeline().addLast(new CleartextStart(workers.on(loop), arrival));
  }

  private Fronted fronted(Authority authority) {
    return fronted.getOrDefault(authority, Fronted.NOT);
  }

  /** Requests in flight finish, within the limits' time, and no others begin. */
  public void drain() {
    workers.unfollow();
    connections.onEach(connection -> connection.pipeline().fireUserEventTriggered(Drain.NOW));
  }

  /** Closes the connections to backends; to be called when the last client's has gone. */
  public void close() {
    workers.close();
  }
}
