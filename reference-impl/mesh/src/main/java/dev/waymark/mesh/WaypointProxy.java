package dev.waymark.mesh;

import dev.waymark.dataplane.GatewayLimits;
import dev.waymark.dataplane.Network;
import dev.waymark.dataplane.Network.Listening;
import dev.waymark.dataplane.exchange.Interceptor;
import dev.waymark.dataplane.hbone.ConnectionEnds;
import dev.waymark.dataplane.hbone.HboneLimits;
import dev.waymark.dataplane.hbone.HboneServer;
import dev.waymark.dataplane.identity.CertificateClient;
import dev.waymark.dataplane.waypoint.WaypointEngine;
import dev.waymark.model.ConfigSource.Subscription;
import dev.waymark.model.GatewayKey;
import dev.waymark.model.identity.SpiffeId;
import io.netty.buffer.ByteBufAllocator;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** The program of a waypoint's Pod. */
public final class WaypointProxy implements AutoCloseable {
  private final ProgramCertificates certificates;
  private final WaypointEngine engine;
  private final Listening listening;
  private final Subscription mesh;
  private final Subscription config;
  private final CompletableFuture<Void> ready = new CompletableFuture<>();

  private WaypointProxy(
      GatewayKey waypoint,
      SpiffeId identity,
      InProcessConfig source,
      CertificateClient authority,
      Network network,
      ConnectionEnds ends,
      ByteBufAllocator allocator,
      Supplier<Interceptor> interceptors) {
    var clock = InstantSource.system();
    certificates = ProgramCertificates.start(authority, clock);
    engine =
        new WaypointEngine(
            identity,
            certificates.certificates(),
            network,
            ends,
            source,
            clock,
            GatewayLimits.DEFAULT,
            HboneLimits.DEFAULT,
            allocator,
            interceptors);
    listening =
        network
            .listen(HboneServer.PORT, engine.tunnels().connections())
            .toCompletableFuture()
            .join();
    mesh = source.mesh(engine::update);
    config =
        source.waypoint(
            waypoint,
            told -> {
              engine.apply(told);
              ready.complete(null);
            });
  }

  /**
   * Starts a waypoint; blocks until its port is open.
   *
   * @param identity of its Pod
   */
  static WaypointProxy start(
      GatewayKey waypoint,
      SpiffeId identity,
      InProcessConfig source,
      CertificateClient authority,
      Network network,
      ConnectionEnds ends,
      ByteBufAllocator allocator,
      Supplier<Interceptor> interceptors) {
    return new WaypointProxy(
        waypoint, identity, source, authority, network, ends, allocator, interceptors);
  }

  /** Completes when the waypoint has taken its first configuration over. */
  public CompletableFuture<Void> ready() {
    return ready.copy();
  }

  /** Drains and stops; waits for it, so not to be called from an event loop. */
  @Override
  public void close() {
    listening.close().toCompletableFuture().join();
    config.close();
    mesh.close();
    engine.stop().toCompletableFuture().join();
    certificates.close();
  }
}
