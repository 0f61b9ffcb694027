package dev.waymark.mesh;

import dev.waymark.dataplane.Connector;
import dev.waymark.dataplane.GatewayLimits;
import dev.waymark.dataplane.Network;
import dev.waymark.dataplane.Network.Listening;
import dev.waymark.dataplane.exchange.Interceptor;
import dev.waymark.dataplane.hbone.ConnectionEnds;
import dev.waymark.dataplane.hbone.HboneLimits;
import dev.waymark.dataplane.hbone.HboneServer;
import dev.waymark.dataplane.hops.Hop;
import dev.waymark.dataplane.hops.HopLog;
import dev.waymark.dataplane.identity.CertificateClient;
import dev.waymark.dataplane.waypoint.HboneInbound;
import dev.waymark.dataplane.waypoint.MeshConnector;
import dev.waymark.dataplane.waypoint.ProxiedInbound;
import dev.waymark.dataplane.waypoint.RequestHops;
import dev.waymark.dataplane.waypoint.WaypointEngine;
import dev.waymark.dataplane.waypoint.WaypointInbound;
import dev.waymark.model.ConfigSource.Subscription;
import dev.waymark.model.GatewayKey;
import dev.waymark.model.identity.SpiffeId;
import dev.waymark.model.waypoint.Inbound;
import dev.waymark.model.waypoint.WaypointConfig;
import io.netty.buffer.ByteBufAllocator;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The program of a waypoint's Pod. How its connections come is settled by the first configuration:
 * where that changes, the Pod is replaced.
 */
public final class WaypointProxy implements AutoCloseable {
  private final Pod pod;
  private final InProcessConfig source;
  private final Supplier<Interceptor> interceptors;
  private final InstantSource clock = InstantSource.system();
  private final ProgramCertificates certificates;
  private final MeshConnector tunnels;
  private final Subscription mesh;
  private final Subscription config;
  private final CompletableFuture<Serving> ready = new CompletableFuture<>();
  private volatile @Nullable WaypointEngine engine;

  /**
   * What a waypoint's Pod lends it.
   *
   * @param identity of its ServiceAccount
   * @param workload its uid as a workload of the mesh
   * @param ends between whom a connection of its network is
   * @param localhost where only its node's proxy reaches it
   * @param hops told of every request
   */
  public record Pod(
      SpiffeId identity,
      String workload,
      Network network,
      Network localhost,
      ConnectionEnds ends,
      HopLog hops,
      ByteBufAllocator allocator) {}

  private record Serving(WaypointInbound inbound, Listening port) {}

  private WaypointProxy(
      GatewayKey waypoint,
      Pod pod,
      InProcessConfig source,
      CertificateClient authority,
      Supplier<Interceptor> interceptors) {
    this.pod = pod;
    this.interceptors = interceptors;
    this.source = source;
    certificates = ProgramCertificates.start(authority, clock);
    tunnels =
        new MeshConnector(
            pod.identity(), pod.network(), certificates.certificates(), clock, HboneLimits.DEFAULT);
    mesh = source.mesh(tunnels::update);
    config = source.waypoint(waypoint, this::apply);
  }

  /** Starts a waypoint, which opens its port when it is configured. */
  static WaypointProxy start(
      GatewayKey waypoint,
      Pod pod,
      InProcessConfig source,
      CertificateClient authority,
      Supplier<Interceptor> interceptors) {
    return new WaypointProxy(waypoint, pod, source, authority, interceptors);
  }

  private void apply(WaypointConfig told) {
    WaypointEngine running = engine;
    if (running != null) {
      running.apply(told);
      return;
    }
    WaypointEngine begun = engine(told.inbound());
    engine = begun;
    begun.apply(told);
    open(told.inbound(), begun)
        .whenComplete(
            (serving, failure) -> {
              if (failure == null) {
                ready.complete(serving);
              } else {
                ready.completeExceptionally(failure);
              }
            });
  }

  private WaypointEngine engine(Inbound inbound) {
    Connector connector =
        switch (inbound) {
          case Inbound.Hbone _ -> tunnels;
          case Inbound.Proxied _ -> pod.network();
        };
    var proxy = new Hop.Proxy("waypoint", "", pod.workload());
    return new WaypointEngine(
        source,
        connector,
        GatewayLimits.DEFAULT,
        new RequestHops(proxy, clock, pod.hops(), interceptors),
        pod.allocator());
  }

  private CompletionStage<Serving> open(Inbound inbound, WaypointEngine begun) {
    return switch (inbound) {
      case Inbound.Hbone _ ->
          open(
              new HboneInbound(
                  begun,
                  pod.identity(),
                  certificates.certificates(),
                  pod.ends(),
                  clock,
                  HboneLimits.DEFAULT),
              pod.network(),
              HboneServer.PORT);
      case Inbound.Proxied proxied ->
          open(new ProxiedInbound(begun), pod.localhost(), proxied.port());
    };
  }

  private static CompletionStage<Serving> open(WaypointInbound inbound, Network network, int port) {
    return network
        .listen(port, inbound.connections())
        .thenApply(listening -> new Serving(inbound, listening));
  }

  /** Completes when the waypoint is configured and serves. */
  public CompletableFuture<Void> ready() {
    return ready.thenApply(_ -> null);
  }

  /** Drains and stops; waits for it, so not to be called from an event loop. */
  @Override
  public void close() {
    config.close();
    mesh.close();
    ready.completeExceptionally(new IllegalStateException("the waypoint is closed"));
    ready.handle((serving, _) -> stop(serving)).join();
    tunnels.close();
    certificates.close();
  }

  private @Nullable Void stop(@Nullable Serving serving) {
    WaypointEngine running = engine;
    if (serving != null && running != null) {
      serving.port().close().toCompletableFuture().join();
      running.drain();
      serving.inbound().drain().toCompletableFuture().join();
      running.close();
    }
    return null;
  }
}
