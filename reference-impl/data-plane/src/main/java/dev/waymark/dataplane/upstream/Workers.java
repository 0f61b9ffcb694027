package dev.waymark.dataplane.upstream;

import dev.waymark.dataplane.Connector;
import dev.waymark.dataplane.GatewayLimits;
import dev.waymark.dataplane.exchange.Interceptor;
import dev.waymark.dataplane.exchange.Worker;
import dev.waymark.model.BackendId;
import dev.waymark.model.ConfigSource;
import io.netty.channel.EventLoop;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * The workers of an engine, one for each event loop, and the backends that they send to, whose
 * endpoints are followed for as long as the engine's configuration names them. Safe for use by any
 * thread.
 */
public final class Workers {
  private final ConfigSource endpoints;
  private final GatewayLimits limits;
  private final Supplier<Interceptor> interceptors;
  private final Connector connector;
  private final Directory directory = new Directory();
  private final Map<EventLoop, Worker> workers = new ConcurrentHashMap<>();
  private final Map<BackendId, ConfigSource.Subscription> backends = new HashMap<>();
  private Set<BackendId> wanted = Set.of();

  /**
   * No workers yet.
   *
   * @param endpoints of backends
   * @param interceptors one for each exchange
   * @param connector opens connections to endpoints
   */
  public Workers(
      ConfigSource endpoints,
      GatewayLimits limits,
      Supplier<Interceptor> interceptors,
      Connector connector) {
    this.endpoints = endpoints;
    this.limits = limits;
    this.interceptors = interceptors;
    this.connector = connector;
  }

  /** The worker of an event loop. */
  public Worker on(EventLoop loop) {
    return workers.computeIfAbsent(
        loop,
        key ->
            new Worker(
                key,
                limits,
                interceptors,
                worker -> new LoopUpstreams(worker, directory, connector)));
  }

  /** Knows these backends' endpoints, as far as there are any, when it returns. */
  public synchronized void follow(Set<BackendId> named) {
    named.forEach(
        backend ->
            backends.computeIfAbsent(backend, id -> endpoints.endpoints(id, directory::put)));
  }

  /**
   * Forgets the backends that nothing names any more, once no event loop can be holding one: a
   * request is routed and sent on its way in one turn of its loop, so a turn that begins after the
   * swap of the routes knows only the new ones.
   */
  public synchronized void retain(Set<BackendId> named) {
    wanted = named;
    Set<BackendId> unwanted = new HashSet<>(backends.keySet());
    unwanted.removeAll(named);
    if (unwanted.isEmpty()) {
      return;
    }
    List<Worker> running = List.copyOf(workers.values());
    CompletableFuture<?>[] turns =
        running.stream()
            .map(worker -> CompletableFuture.runAsync(() -> {}, worker.loop()))
            .toArray(CompletableFuture[]::new);
    CompletableFuture.allOf(turns).thenRun(() -> unwanted.forEach(this::forget));
  }

  private synchronized void forget(BackendId backend) {
    ConfigSource.Subscription following = backends.get(backend);
    if (following != null && !wanted.contains(backend)) {
      backends.remove(backend);
      following.close();
      directory.remove(backend);
      workers.values().forEach(worker -> worker.loop().execute(() -> worker.forget(backend)));
    }
  }

  /** Follows no backend any more; the workers go on with what they know. */
  public synchronized void unfollow() {
    backends.values().forEach(ConfigSource.Subscription::close);
    backends.clear();
  }

  /** Closes the connections to backends. */
  public void close() {
    workers.values().forEach(worker -> worker.loop().execute(worker::close));
  }
}
