package dev.waymark.mesh.discovery;

import dev.waymark.controlplane.identity.CertificateAuthority;
import dev.waymark.dataplane.NettyNetwork;
import dev.waymark.dataplane.Network;
import dev.waymark.dataplane.Network.Listening;
import dev.waymark.mesh.certificates.BearerTokens;
import dev.waymark.mesh.certificates.CertificateGrants;
import dev.waymark.mesh.certificates.CertificateService;
import dev.waymark.mesh.certificates.TokenAuthenticator;
import dev.waymark.mesh.workloadapi.WorkloadApi;
import dev.waymark.model.ConfigSource.Subscription;
import dev.waymark.model.identity.SpiffeId;
import dev.waymark.model.waypoint.MeshSource;
import dev.waymark.model.workload.MeshView;
import io.grpc.Server;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyServerBuilder;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * The control plane's port for proxies. Each caller shows a token; what it is told of the mesh is
 * the same for all, and which certificates it gets is said by {@link CertificateGrants}.
 */
public final class DiscoveryServer implements AutoCloseable {
  /** As istiod has it. */
  public static final int PORT = 15012;

  /** What tokens must be for; Istio's name, as that is what its proxies bring. */
  public static final String AUDIENCE = "istio-ca";

  private static final String SERVICE = "waymark-control-plane";
  private static final String NAMESPACE = "waymark-system";

  /** The name that proxies know it by. */
  public static final String HOST_NAME = SERVICE + "." + NAMESPACE + ".svc";

  private static final List<String> HOST_NAMES =
      List.of(HOST_NAME, SERVICE + "." + NAMESPACE, HOST_NAME + ".cluster.local");

  /** Proxies ask every 30 seconds whether it is still there; more often is a nuisance. */
  private static final int LEAST_PING_SECONDS = 10;

  private static final int PATIENCE_SECONDS = 5;

  private final Deque<Runnable> opened = new ArrayDeque<>();
  private volatile MeshView mesh = MeshView.EMPTY;

  private DiscoveryServer() {}

  /**
   * Starts; blocks until the port is open.
   *
   * @param source of what is told
   * @param network of the program, on which the port is
   * @param loops serve it
   * @param scheduler renews its certificate
   * @throws IOException if the port can't be opened
   */
  public static DiscoveryServer start(
      MeshSource source,
      CertificateAuthority authority,
      TokenAuthenticator authenticator,
      Network network,
      EventLoopGroup loops,
      ByteBufAllocator allocator,
      ScheduledExecutorService scheduler)
      throws IOException {
    var server = new DiscoveryServer();
    try {
      server.open(source, authority, authenticator, network, loops, allocator, scheduler);
      return server;
    } catch (IOException | RuntimeException e) {
      server.close();
      throw e;
    }
  }

  private void open(
      MeshSource source,
      CertificateAuthority authority,
      TokenAuthenticator authenticator,
      Network network,
      EventLoopGroup loops,
      ByteBufAllocator allocator,
      ScheduledExecutorService scheduler)
      throws IOException {
    Subscription known = source.mesh(view -> mesh = view);
    opened.push(known::close);
    var nodeProxy = new SpiffeId(authority.trustDomain(), NAMESPACE, "ztunnel");
    var certificates =
        new CertificateService(
            authority,
            (caller, wanted) -> CertificateGrants.allows(caller, wanted, nodeProxy, mesh));
    var workloads = new WorkloadApi(source);
    opened.push(workloads::close);
    var shown = new ServingCertificate(authority, HOST_NAMES, scheduler);
    opened.push(shown::close);
    // Whose a token is, is found out by waiting for the API server.
    var calls = Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("call-", 0).factory());
    opened.push(calls::shutdown);
    var loopback = InetAddress.getLoopbackAddress();
    Server server =
        NettyServerBuilder.forAddress(new InetSocketAddress(loopback, 0))
            .sslContext(
                GrpcSslContexts.configure(SslContextBuilder.forServer(shown.keys())).build())
            .bossEventLoopGroup(loops)
            .workerEventLoopGroup(loops)
            .channelType(serverChannel(loops))
            .executor(calls)
            .permitKeepAliveTime(LEAST_PING_SECONDS, TimeUnit.SECONDS)
            .intercept(new BearerTokens(authenticator))
            .addService(certificates)
            .addService(workloads)
            .build()
            .start();
    opened.push(() -> stop(server));
    var socket = new InetSocketAddress(loopback, server.getPort());
    Listening port =
        network
            .listen(PORT, new ForwardedPort(new NettyNetwork(loopback, loops, allocator), socket))
            .toCompletableFuture()
            .join();
    opened.push(() -> port.close().toCompletableFuture().join());
  }

  /** Waits, as what the end of a call brings about needs the threads that are closed after this. */
  private static void stop(Server server) {
    try {
      server.shutdownNow().awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Class<? extends ServerChannel> serverChannel(EventLoopGroup loops) {
    return loops instanceof IoEventLoopGroup io && io.isIoType(EpollIoHandler.class)
        ? EpollServerSocketChannel.class
        : NioServerSocketChannel.class;
  }

  @Override
  public void close() {
    while (!opened.isEmpty()) {
      opened.pop().run();
    }
  }
}
