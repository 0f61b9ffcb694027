package dev.waymark.dataplane;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waymark.dataplane.gateway.GatewayEngine;
import dev.waymark.model.Applied;
import dev.waymark.model.BackendId;
import dev.waymark.model.Endpoints;
import dev.waymark.model.GatewayConfig;
import dev.waymark.model.GatewayKey;
import dev.waymark.model.HostPattern;
import dev.waymark.model.HttpMatch;
import dev.waymark.model.HttpRoute;
import dev.waymark.model.HttpRule;
import dev.waymark.model.Listener;
import dev.waymark.model.PathMatch;
import dev.waymark.model.Port;
import dev.waymark.model.RouteKey;
import dev.waymark.model.RuleAction;
import dev.waymark.model.UpstreamProtocol;
import dev.waymark.model.WeightedBackend;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.nio.NioIoHandler;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A gateway on loopback, with two event loops of its own. When it is closed, every buffer that it
 * ever allocated must have been given back: the allocator counts.
 */
public final class TestGateway implements AutoCloseable {
  public static final GatewayKey KEY = new GatewayKey("infra", "gateway");

  private final EventLoopGroup loops = new MultiThreadIoEventLoopGroup(2, transport());
  private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(true);
  private final StaticSource source = new StaticSource();
  private final GatewayEngine engine;

  private TestGateway(GatewayLimits limits) {
    Network network = new NettyNetwork(InetAddress.getLoopbackAddress(), loops, allocator);
    engine = GatewayEngine.start(KEY, source, network, limits, allocator);
  }

  private static IoHandlerFactory transport() {
    return Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
  }

  public static TestGateway start(GatewayLimits limits) {
    return new TestGateway(limits);
  }

  public static TestGateway start() {
    return start(GatewayLimits.DEFAULT);
  }

  public StaticSource source() {
    return source;
  }

  public GatewayEngine engine() {
    return engine;
  }

  /** Applies a configuration and waits until it is served. */
  public Applied apply(Port... ports) {
    return source.publish(new GatewayConfig(KEY, List.of(ports))).toCompletableFuture().join();
  }

  /**
   * Serves one listener for every host on a new port, with these routes, and says which port it is.
   */
  public int serve(HttpRoute... routes) {
    int port = freePort();
    assertThat(apply(http(port, listener("*", routes))).unopened()).isEmpty();
    return port;
  }

  /** Sends every path to that backend. */
  public int serveAll(int backendPort) {
    return serve(route("all", prefix("/", to(backend("backend", backendPort)))));
  }

  /** A backend with endpoints on loopback. */
  public BackendId backend(String name, int... ports) {
    BackendId id = new BackendId("infra", name, 8080);
    List<Endpoints.Endpoint> endpoints =
        Arrays.stream(ports).mapToObj(port -> new Endpoints.Endpoint("127.0.0.1", port)).toList();
    source.publish(new Endpoints(id, endpoints));
    return id;
  }

  public static Port.Http http(int port, Listener... listeners) {
    return new Port.Http(port, List.of(listeners));
  }

  public static Listener listener(String host, HttpRoute... routes) {
    HostPattern pattern = host.equals("*") ? HostPattern.ANY : HostPattern.parse(host);
    return new Listener(
        host,
        pattern,
        Arrays.stream(routes)
            .map(route -> new Listener.AttachedRoute(List.of(pattern), route))
            .toList());
  }

  public static HttpRoute route(String name, HttpRule... rules) {
    return new HttpRoute(new RouteKey("infra", name), Instant.EPOCH, List.of(rules));
  }

  public static HttpRule prefix(String path, RuleAction action) {
    return new HttpRule("", List.of(HttpMatch.of(new PathMatch.Prefix(path))), action);
  }

  public static RuleAction to(BackendId backend) {
    return to(backend, UpstreamProtocol.HTTP_1_1);
  }

  public static RuleAction to(BackendId backend, UpstreamProtocol protocol) {
    return RuleAction.Forward.to(
        List.of(new WeightedBackend(1, WeightedBackend.Service.of(backend, protocol))));
  }

  /** A port of loopback that nobody listens on. */
  public static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Bytes in buffers that have not been given back. */
  public long buffered() {
    return allocator.metric().usedDirectMemory() + allocator.metric().usedHeapMemory();
  }

  @Override
  public void close() {
    engine.close();
    loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
    assertThat(buffered()).as("bytes of buffers that were never released").isZero();
  }
}
