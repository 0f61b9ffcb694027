package dev.waymark.dataplane.gateway;

import dev.waymark.dataplane.GatewayLimits;
import dev.waymark.dataplane.Network;
import dev.waymark.dataplane.exchange.Interceptor;
import dev.waymark.dataplane.tls.CertificateCache;
import dev.waymark.dataplane.upstream.Workers;
import dev.waymark.model.Applied;
import dev.waymark.model.BackendId;
import dev.waymark.model.ConfigSource;
import dev.waymark.model.GatewayConfig;
import dev.waymark.model.GatewayKey;
import dev.waymark.model.Port;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.EventLoop;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The L7 gateway. It follows its configuration and the endpoints of the backends in it, and serves
 * them on the ports they name. Threads are the network's event loops; the engine makes none.
 * Configurations may be applied from any thread, one at a time.
 */
public final class GatewayEngine implements ConfigSource.GatewaySubscriber, AutoCloseable {
  private final ConfigSource source;
  private final Network network;
  private final GatewayLimits limits;
  private final ByteBufAllocator allocator;
  private final CertificateCache certificates = new CertificateCache();
  private final Workers workers;
  private final Map<Integer, GatewayPort> ports = new HashMap<>();
  private final Map<Integer, CompletionStage<Void>> closing = new HashMap<>();
  private ConfigSource.@Nullable Subscription subscription;
  private boolean stopped;

  private GatewayEngine(
      ConfigSource source,
      Network network,
      GatewayLimits limits,
      ByteBufAllocator allocator,
      Supplier<Interceptor> interceptors) {
    this.source = source;
    this.network = network;
    this.limits = limits;
    this.allocator = allocator;
    this.workers = new Workers(source, limits, interceptors, this::connect);
  }

  /**
   * Starts a gateway, which opens its ports as soon as the source knows its configuration.
   *
   * @param allocator of all buffers; pooled, or it will be slow
   */
  public static GatewayEngine start(
      GatewayKey gateway,
      ConfigSource source,
      Network network,
      GatewayLimits limits,
      ByteBufAllocator allocator) {
    return start(gateway, source, network, limits, allocator, () -> Interceptor.NONE);
  }

  /**
   * Starts a gateway whose messages someone watches.
   *
   * @param allocator of all buffers; pooled, or it will be slow
   * @param interceptors one for each exchange
   */
  public static GatewayEngine start(
      GatewayKey gateway,
      ConfigSource source,
      Network network,
      GatewayLimits limits,
      ByteBufAllocator allocator,
      Supplier<Interceptor> interceptors) {
    GatewayEngine engine = new GatewayEngine(source, network, limits, allocator, interceptors);
    engine.subscribe(gateway);
    return engine;
  }

  private void subscribe(GatewayKey gateway) {
    ConfigSource.Subscription made = source.gateway(gateway, this);
    synchronized (this) {
      subscription = made;
    }
  }

  /**
   * Takes a configuration over: requests that arrive after this returns are served by it, as far as
   * their port is open already; the stage completes when the others are. Requests in flight finish
   * by the rules that they began with.
   */
  @Override
  public synchronized CompletionStage<Applied> apply(GatewayConfig config) {
    if (stopped) {
      return CompletableFuture.completedStage(Applied.FULLY);
    }
    Map<Integer, PortState> states = new TreeMap<>();
    for (Port port : config.ports()) {
      states.put(port.number(), PortState.of(port, certificates));
    }
    certificates.retain(config);
    Set<BackendId> wanted = config.backends();
    workers.follow(wanted);

    closeAllBut(states.keySet());
    Map<Integer, String> unopened = new ConcurrentHashMap<>();
    CompletableFuture<?>[] opening =
        states.entrySet().stream()
            .map(entry -> serve(entry.getKey(), entry.getValue(), unopened).toCompletableFuture())
            .toArray(CompletableFuture[]::new);

    workers.retain(wanted);
    return CompletableFuture.allOf(opening).thenApply(_ -> finish(unopened));
  }

  private CompletionStage<Void> serve(int number, PortState state, Map<Integer, String> unopened) {
    GatewayPort open = ports.get(number);
    if (open != null) {
      open.swap(state);
      return CompletableFuture.completedStage(null);
    }
    GatewayPort port = new GatewayPort(number, state);
    ports.put(number, port);
    return whenFree(number)
        .thenCompose(_ -> port.open(network, new Acceptor(port, workers::on, allocator)))
        .thenAccept(
            reason -> {
              if (reason != null) {
                unopened.put(number, reason);
              }
            });
  }

  /** A port that was closed a moment ago may not be free yet. */
  private CompletionStage<Void> whenFree(int number) {
    CompletionStage<Void> before = closing.remove(number);
    return before == null ? CompletableFuture.completedStage(null) : before;
  }

  private synchronized Applied finish(Map<Integer, String> unopened) {
    unopened.keySet().forEach(ports::remove); // to be tried again with the next configuration
    return new Applied(unopened);
  }

  private void closeAllBut(Set<Integer> kept) {
    for (Iterator<GatewayPort> open = ports.values().iterator(); open.hasNext(); ) {
      GatewayPort port = open.next();
      if (!kept.contains(port.number())) {
        open.remove();
        closing.put(port.number(), port.drain());
      }
    }
  }

  private ChannelFuture connect(InetSocketAddress address, EventLoop loop, ChannelHandler handler) {
    ChannelFuture connecting = network.connect(address, loop, handler);
    connecting.channel().config().setAllocator(allocator);
    return connecting;
  }

  /**
   * Stops: closes the ports, lets requests in flight finish for as long as the limits allow, then
   * closes every connection. The stage completes behind that.
   */
  public CompletionStage<Void> stop() {
    List<GatewayPort> open;
    synchronized (this) {
      stopped = true;
      open = List.copyOf(ports.values());
      ports.clear();
      if (subscription != null) {
        subscription.close();
      }
      workers.unfollow();
    }
    CompletableFuture<?>[] drained =
        open.stream()
            .map(port -> port.drain().thenCompose(_ -> port.emptied()).toCompletableFuture())
            .toArray(CompletableFuture[]::new);
    return CompletableFuture.allOf(drained)
        .orTimeout(limits.drain().toMillis(), TimeUnit.MILLISECONDS)
        .exceptionallyCompose(
            _ -> {
              open.forEach(GatewayPort::closeConnections);
              return CompletableFuture.allOf(
                  open.stream()
                      .map(port -> port.emptied().toCompletableFuture())
                      .toArray(CompletableFuture[]::new));
            })
        .thenRun(workers::close);
  }

  /** Stops and waits; not to be called from an event loop. */
  @Override
  public void close() {
    stop().toCompletableFuture().join();
  }
}
