package dev.waymark.mesh;

import dev.waymark.dataplane.GatewayLimits;
import dev.waymark.dataplane.Network;
import dev.waymark.dataplane.exchange.Interceptor;
import dev.waymark.dataplane.gateway.GatewayEngine;
import dev.waymark.model.BackendId;
import dev.waymark.model.ConfigSource;
import dev.waymark.model.Endpoints;
import dev.waymark.model.GatewayKey;
import io.netty.buffer.ByteBufAllocator;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The program of a gateway's Pod. */
public final class GatewayProxy implements AutoCloseable {
  private final GatewayEngine engine;
  private final CompletableFuture<Void> ready;

  private GatewayProxy(GatewayEngine engine, CompletableFuture<Void> ready) {
    this.engine = engine;
    this.ready = ready;
  }

  static GatewayProxy start(
      GatewayKey gateway,
      ConfigSource source,
      Network network,
      GatewayLimits limits,
      ByteBufAllocator allocator,
      Supplier<Interceptor> interceptors) {
    var ready = new CompletableFuture<Void>();
    return new GatewayProxy(
        GatewayEngine.start(
            gateway, telling(ready, source), network, limits, allocator, interceptors),
        ready);
  }

  /**
   * The same source, and the first configuration that was taken over makes a Pod ready: never
   * before.
   */
  private static ConfigSource telling(CompletableFuture<Void> ready, ConfigSource source) {
    return new ConfigSource() {
      @Override
      public Subscription gateway(GatewayKey gateway, GatewaySubscriber subscriber) {
        return source.gateway(
            gateway,
            config ->
                subscriber
                    .apply(config)
                    .thenApply(
                        applied -> {
                          ready.complete(null);
                          return applied;
                        }));
      }

      @Override
      public Subscription endpoints(BackendId backend, Consumer<Endpoints> subscriber) {
        return source.endpoints(backend, subscriber);
      }
    };
  }

  /** Completes when the gateway has taken its first configuration over. */
  public CompletableFuture<Void> ready() {
    return ready.copy();
  }

  /** Drains and stops; waits for it, so not to be called from an event loop. */
  @Override
  public void close() {
    engine.close();
  }
}
