package dev.waymark.cli.bench;

import dev.waymark.controlplane.identity.CertificateAuthority;
import dev.waymark.controlplane.identity.RequestRefusedException;
import dev.waymark.controlplane.identity.RootRotation;
import dev.waymark.controlplane.identity.SigningRoot;
import dev.waymark.controlplane.identity.SigningRoots;
import dev.waymark.dataplane.NettyNetwork;
import dev.waymark.dataplane.hbone.Authority;
import dev.waymark.dataplane.hbone.ConnectRequest;
import dev.waymark.dataplane.hbone.ConnectionEnds;
import dev.waymark.dataplane.hbone.HboneLimits;
import dev.waymark.dataplane.hbone.HboneServer;
import dev.waymark.dataplane.hbone.OpenTunnel;
import dev.waymark.dataplane.hbone.TunnelDecision;
import dev.waymark.dataplane.hbone.TunnelForwarder;
import dev.waymark.dataplane.hbone.TunnelKey;
import dev.waymark.dataplane.hbone.TunnelLog;
import dev.waymark.dataplane.hbone.TunnelPool;
import dev.waymark.dataplane.identity.CertificateClient;
import dev.waymark.dataplane.identity.Credential;
import dev.waymark.dataplane.identity.WorkloadCertificates;
import dev.waymark.dataplane.relay.Relay;
import dev.waymark.dataplane.relay.SocketDuplex;
import dev.waymark.model.identity.SpiffeId;
import dev.waymark.model.identity.TrustDomain;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.Future;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/**
 * Both ends of HBONE in one process on one event loop: what enters one port goes through mutual TLS
 * and HTTP/2 CONNECT to the other end, and from there to the target. What enters the other port is
 * relayed to the target as it is. The mesh's own library, with its defaults.
 */
final class TunnelPair implements AutoCloseable {
  private static final TrustDomain DOMAIN = TrustDomain.CLUSTER_LOCAL;
  private static final SpiffeId CLIENT = new SpiffeId(DOMAIN, "bench", "client");
  private static final SpiffeId SERVER = new SpiffeId(DOMAIN, "bench", "server");

  private final MultiThreadIoEventLoopGroup loops =
      new MultiThreadIoEventLoopGroup(
          1, Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
  private final EventLoop loop = loops.next();
  private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();
  private final WorkloadCertificates certificates;
  private final NettyNetwork network =
      new NettyNetwork(InetAddress.getLoopbackAddress(), loops, PooledByteBufAllocator.DEFAULT);
  private final InetSocketAddress target;
  private final TunnelForwarder forwarder;
  private final TunnelPool pool;
  private final TunnelKey key;
  private volatile boolean denying;

  /** Opens the two ports; returns when they are open. */
  TunnelPair(int entry, int plain, int tunnels, InetSocketAddress target) {
    this.target = target;
    certificates = new WorkloadCertificates(authority(), InstantSource.system(), scheduler);
    forwarder =
        new TunnelForwarder(
            _ ->
                denying ? TunnelDecision.Refuse.denied("bench") : TunnelDecision.Forward.to(target),
            (_, to, on, handler) -> network.connect(to.upstream(), on, handler),
            HboneLimits.DEFAULT,
            TunnelLog.NONE);
    var server =
        new HboneServer(
            () -> certificates.credential(SERVER),
            forwarder,
            ConnectionEnds.OF_SOCKET,
            InstantSource.system(),
            HboneLimits.DEFAULT);
    pool =
        new TunnelPool(
            loop, network, certificates::credential, InstantSource.system(), HboneLimits.DEFAULT);
    key =
        new TunnelKey(
            CLIENT,
            Set.of(SERVER),
            new InetSocketAddress(InetAddress.getLoopbackAddress(), tunnels));
    network.listen(tunnels, server.connections()).toCompletableFuture().join();
    network.listen(entry, new Entry()).toCompletableFuture().join();
    network.listen(plain, new Plain()).toCompletableFuture().join();
  }

  private static CertificateClient authority() {
    var clock = InstantSource.system();
    var root = SigningRoot.create(DOMAIN, clock.instant(), RootRotation.ROOT_LIFETIME);
    var authority = new CertificateAuthority(DOMAIN, SigningRoots.of(root), clock);
    return (identity, request) -> {
      try {
        return CompletableFuture.completedStage(
            new CertificateClient.Issued(
                authority.issue(request, identity, Duration.ZERO), authority.bundle()));
      } catch (RequestRefusedException e) {
        return CompletableFuture.failedStage(e);
      }
    };
  }

  /** What another proxy can make the same connection with. */
  Credential credential() {
    return certificates.credential(SERVER).toCompletableFuture().join();
  }

  /** From now on nobody may: live tunnels are ended. */
  void deny() {
    denying = true;
    forwarder.reconsider();
  }

  @ChannelHandler.Sharable
  private final class Entry extends ChannelInitializer<Channel> {
    @Override
    protected void initChannel(Channel accepted) {
      SocketDuplex client = new SocketDuplex();
      accepted.pipeline().addLast(client);
      pool.open(key, ConnectRequest.to(new Authority.Address(target)))
          .addListener(
              (Future<OpenTunnel> opened) -> {
                if (opened.isSuccess()) {
                  Relay.join(client, opened.getNow().tunnel(), (_, _, _) -> {});
                } else {
                  client.reset();
                }
              });
    }
  }

  @ChannelHandler.Sharable
  private final class Plain extends ChannelInitializer<Channel> {
    @Override
    protected void initChannel(Channel accepted) {
      SocketDuplex client = new SocketDuplex();
      SocketDuplex upstream = new SocketDuplex();
      accepted.pipeline().addLast(client);
      network
          .connect(target, accepted.eventLoop(), upstream)
          .addListener(
              (ChannelFuture opened) -> {
                if (opened.isSuccess()) {
                  Relay.join(client, upstream, (_, _, _) -> {});
                } else {
                  client.reset();
                }
              });
    }
  }

  @Override
  public void close() {
    loops.shutdownGracefully().syncUninterruptibly();
    certificates.close();
    scheduler.shutdownNow();
  }

  /**
   * Runs a pair until the process is ended: {@code ENTRY PLAIN TUNNELS TARGET-HOST TARGET-PORT}.
   */
  static void main(String[] args) throws InterruptedException {
    var pair =
        new TunnelPair(
            Integer.parseInt(args[0]),
            Integer.parseInt(args[1]),
            Integer.parseInt(args[2]),
            new InetSocketAddress(args[3], Integer.parseInt(args[4])));
    System.out.println("ready");
    pair.loops.terminationFuture().await();
  }
}
