package dev.waymark.mesh.discovery;

import dev.waymark.dataplane.Connector;
import dev.waymark.dataplane.relay.Duplex;
import dev.waymark.dataplane.relay.SocketDuplex;
import dev.waymark.dataplane.relay.StreamChannel;
import dev.waymark.mesh.certificates.BearerToken;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.channel.ChannelFuture;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.net.InetSocketAddress;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;
import javax.net.ssl.X509ExtendedTrustManager;

/** A proxy's connection to a service of the control plane; it opens itself anew when it is lost. */
final class DiscoveryConnection implements AutoCloseable {
  // As ztunnel does: a control plane that went without a word is missed within 40 seconds.
  private static final int PING_SECONDS = 30;
  private static final int PONG_SECONDS = 10;

  private static final int PATIENCE_SECONDS = 5;

  private final ManagedChannel channel;
  private final Channel calls;

  /**
   * Prepares a connection; the first call opens it.
   *
   * @param token of the caller, shown with each call
   * @param network the program's way to sockets
   * @param loop serves the connection
   * @param executor runs what answers bring about
   */
  DiscoveryConnection(
      ServerAddress address,
      X509ExtendedTrustManager roots,
      Supplier<String> token,
      Connector network,
      EventLoop loop,
      Executor executor) {
    var unresolved = InetSocketAddress.createUnresolved(address.host(), address.port());
    try {
      channel =
          NettyChannelBuilder.forAddress(unresolved)
              .overrideAuthority(address.serverName())
              .sslContext(GrpcSslContexts.forClient().trustManager(roots).build())
              .eventLoopGroup(loop)
              .channelFactory(() -> opening(unresolved, network))
              .executor(executor)
              .offloadExecutor(executor)
              .keepAliveTime(PING_SECONDS, TimeUnit.SECONDS)
              .keepAliveTimeout(PONG_SECONDS, TimeUnit.SECONDS)
              .build();
    } catch (SSLException e) {
      throw new IllegalStateException("no TLS to " + address.serverName(), e);
    }
    calls = ClientInterceptors.intercept(channel, new AtOnce(channel, new BearerToken(token)));
  }

  /** Opens its sockets as the program does, and not as gRPC would. */
  private static StreamChannel opening(InetSocketAddress address, Connector network) {
    var nowhere = new InetSocketAddress(0);
    return StreamChannel.opening(
        channel -> open(address, network, channel.eventLoop()), nowhere, address);
  }

  private static Future<Duplex> open(InetSocketAddress address, Connector network, EventLoop loop) {
    Promise<Duplex> opened = loop.newPromise();
    SocketDuplex duplex = new SocketDuplex();
    ChannelFuture connecting = network.connect(address, loop, duplex);
    opened.addListener(
        (Future<Duplex> result) -> {
          if (result.isCancelled()) {
            connecting.channel().close();
          }
        });
    connecting.addListener(
        (ChannelFuture connected) -> {
          if (connected.isSuccess()) {
            opened.trySuccess(duplex);
          } else {
            opened.tryFailure(connected.cause());
          }
        });
    return opened;
  }

  /**
   * Whoever makes a call knows how long to wait between two; gRPC's own patience, which grows to
   * minutes, would come on top of that.
   */
  private record AtOnce(ManagedChannel channel, BearerToken token) implements ClientInterceptor {
    @Override
    public <Q, S> ClientCall<Q, S> interceptCall(
        MethodDescriptor<Q, S> method, CallOptions options, Channel next) {
      channel.resetConnectBackoff();
      return next.newCall(method, options.withCallCredentials(token));
    }
  }

  /** For calls under the caller's token. */
  Channel calls() {
    return calls;
  }

  /** Waits, as what the end of a call brings about needs the executor. */
  @Override
  public void close() {
    try {
      channel.shutdownNow().awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
