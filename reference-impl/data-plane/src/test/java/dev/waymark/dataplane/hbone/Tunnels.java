package dev.waymark.dataplane.hbone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waymark.dataplane.NettyNetwork;
import dev.waymark.dataplane.Network;
import dev.waymark.dataplane.TestGateway;
import dev.waymark.dataplane.identity.Credential;
import dev.waymark.dataplane.relay.Relay;
import dev.waymark.dataplane.relay.SocketDuplex;
import dev.waymark.model.identity.SpiffeId;
import dev.waymark.model.identity.TrustDomain;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.nio.NioIoHandler;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Two nodes on loopback: what connects to the one's outbound port goes through a tunnel to the
 * other's server, and from there to a backend. When it is closed, every buffer that it ever
 * allocated must have been given back: the allocator counts.
 */
final class Tunnels implements AutoCloseable {
  static final SpiffeId CLIENT = new SpiffeId(TrustDomain.CLUSTER_LOCAL, "shop", "client");
  static final SpiffeId SERVER = new SpiffeId(TrustDomain.CLUSTER_LOCAL, "shop", "server");

  final TestAuthority authority = new TestAuthority("mesh");
  final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(true);
  private final EventLoopGroup loops = loops(2);
  private final EventLoopGroup outboundLoops = loops(1); // as a pool lives on one
  final EventLoop loop = outboundLoops.next();
  final Network network = new NettyNetwork(InetAddress.getLoopbackAddress(), loops, allocator);
  final ServerSocket backend = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  final InetSocketAddress backendAddress = (InetSocketAddress) backend.getLocalSocketAddress();
  final HboneLimits limits;
  final HboneServer server;
  final TunnelForwarder forwarder;
  final TunnelPool pool;
  final TunnelKey key;
  private final Network.Listening inbound;
  private final Network.Listening outbound;
  private final int outboundPort = TestGateway.freePort();

  volatile Instant serverTime = Instant.now();
  volatile Instant clientTime = serverTime;
  volatile Credential serverCredential = authority.credential(SERVER);
  volatile Credential clientCredential = authority.credential(CLIENT);
  volatile Function<TunnelRequest, TunnelDecision> decision =
      request -> TunnelDecision.Forward.to(address(request));

  Tunnels() throws IOException {
    this(HboneLimits.DEFAULT);
  }

  Tunnels(HboneLimits limits) throws IOException {
    this.limits = limits;
    int port = TestGateway.freePort();
    forwarder =
        new TunnelForwarder(
            request -> decision.apply(request),
            (_, to, loop, handler) -> network.connect(to.upstream(), loop, handler),
            limits,
            TunnelLog.NONE);
    InstantSource serverClock = () -> serverTime;
    server =
        new HboneServer(
            () -> CompletableFuture.completedStage(serverCredential),
            forwarder,
            ConnectionEnds.OF_SOCKET,
            serverClock,
            limits);
    inbound = network.listen(port, server.connections()).toCompletableFuture().join();
    pool =
        new TunnelPool(
            loop,
            network,
            _ -> CompletableFuture.completedStage(clientCredential),
            () -> clientTime,
            limits);
    key =
        new TunnelKey(
            CLIENT, Set.of(SERVER), new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    outbound =
        new NettyNetwork(InetAddress.getLoopbackAddress(), outboundLoops, allocator)
            .listen(outboundPort, new Outbound())
            .toCompletableFuture()
            .join();
  }

  private static EventLoopGroup loops(int threads) {
    return new MultiThreadIoEventLoopGroup(
        threads, Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
  }

  static InetSocketAddress address(TunnelRequest request) {
    return ((Authority.Address) request.connect().authority()).address();
  }

  ConnectRequest toBackend() {
    return ConnectRequest.to(new Authority.Address(backendAddress));
  }

  /** A connection that goes through a tunnel. */
  Socket dial() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), outboundPort);
    socket.setSoTimeout(20_000);
    return socket;
  }

  /** The backend's end of the next tunnel. */
  Socket accept() throws IOException {
    Socket socket = backend.accept();
    socket.setSoTimeout(20_000);
    return socket;
  }

  /** Opens a tunnel that leads nowhere else. */
  OpenTunnel open() throws Exception {
    return open(key, toBackend());
  }

  OpenTunnel open(TunnelKey to, ConnectRequest request) throws Exception {
    CompletableFuture<OpenTunnel> opened = new CompletableFuture<>();
    loop.execute(
        () ->
            pool.open(to, request)
                .addListener(
                    done -> {
                      if (done.isSuccess()) {
                        opened.complete((OpenTunnel) done.getNow());
                      } else {
                        opened.completeExceptionally(done.cause());
                      }
                    }));
    return opened.get(20, TimeUnit.SECONDS);
  }

  /** Waits for what other threads are about to bring about. */
  static void await(Callable<Boolean> condition) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!condition.call()) {
      assertThat(System.nanoTime()).as("time of the condition").isLessThan(end);
      Thread.onSpinWait();
    }
  }

  <T> T onLoop(Callable<T> call) throws Exception {
    return loop.submit(call).get(20, TimeUnit.SECONDS);
  }

  int connections() throws Exception {
    return onLoop(() -> pool.connections(key));
  }

  /** Bytes in buffers that have not been given back. */
  long buffered() {
    return allocator.metric().usedDirectMemory() + allocator.metric().usedHeapMemory();
  }

  /** Relays what connects to the outbound port. */
  @ChannelHandler.Sharable
  private final class Outbound extends ChannelInitializer<Channel> {
    @Override
    protected void initChannel(Channel accepted) {
      SocketDuplex application = new SocketDuplex();
      accepted.pipeline().addLast(application);
      pool.open(key, toBackend())
          .addListener(
              done -> {
                if (done.isSuccess()) {
                  OpenTunnel opened = (OpenTunnel) done.getNow();
                  Relay.join(application, opened.tunnel(), (_, _, _) -> {});
                } else {
                  application.reset();
                }
              });
    }
  }

  @Override
  public void close() throws Exception {
    inbound.close().toCompletableFuture().join();
    outbound.close().toCompletableFuture().join();
    onLoop(
        () -> {
          pool.close();
          return true;
        });
    backend.close();
    outboundLoops.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
    loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
    assertThat(buffered()).as("bytes of buffers that were never released").isZero();
  }
}
