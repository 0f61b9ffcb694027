package dev.waymark.dataplane.waypoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.waymark.dataplane.Backend;
import dev.waymark.dataplane.GatewayLimits;
import dev.waymark.dataplane.H2Backend;
import dev.waymark.dataplane.H2Client;
import dev.waymark.dataplane.NettyNetwork;
import dev.waymark.dataplane.Network;
import dev.waymark.dataplane.RawClient;
import dev.waymark.dataplane.StaticSource;
import dev.waymark.dataplane.TestGateway;
import dev.waymark.dataplane.exchange.Interceptor;
import dev.waymark.dataplane.hbone.Authority;
import dev.waymark.dataplane.hbone.ConnectRequest;
import dev.waymark.dataplane.hbone.ConnectionEnds;
import dev.waymark.dataplane.hbone.HboneLimits;
import dev.waymark.dataplane.hbone.OpenTunnel;
import dev.waymark.dataplane.hbone.TestAuthority;
import dev.waymark.dataplane.hbone.TunnelKey;
import dev.waymark.dataplane.hbone.TunnelPool;
import dev.waymark.dataplane.identity.WorkloadCertificates;
import dev.waymark.dataplane.relay.Relay;
import dev.waymark.dataplane.relay.SocketDuplex;
import dev.waymark.model.BackendId;
import dev.waymark.model.Endpoints;
import dev.waymark.model.GatewayKey;
import dev.waymark.model.UpstreamProtocol;
import dev.waymark.model.identity.SpiffeId;
import dev.waymark.model.identity.TrustDomain;
import dev.waymark.model.waypoint.FrontedPort;
import dev.waymark.model.waypoint.FrontedService;
import dev.waymark.model.waypoint.WaypointConfig;
import dev.waymark.model.workload.NamespacedHostname;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A client's socket, a tunnel, the waypoint, a backend. */
class WaypointEngineTests {
  private static final SpiffeId CLIENT = new SpiffeId(TrustDomain.CLUSTER_LOCAL, "shop", "client");
  private static final SpiffeId SELF = new SpiffeId(TrustDomain.CLUSTER_LOCAL, "shop", "waypoint");
  private static final BackendId ECHO = new BackendId("infra", "echo", 8080);

  private final EventLoopGroup loops =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final EventLoop loop = loops.next();
  private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();
  private final WorkloadCertificates certificates =
      new WorkloadCertificates(new TestAuthority("mesh"), InstantSource.system(), scheduler);
  private final StaticSource source = new StaticSource();
  private final Network network =
      new NettyNetwork(InetAddress.getLoopbackAddress(), loops, PooledByteBufAllocator.DEFAULT);
  private final WaypointEngine waypoint =
      new WaypointEngine(
          SELF,
          certificates,
          network,
          ConnectionEnds.OF_SOCKET,
          source,
          InstantSource.system(),
          GatewayLimits.DEFAULT,
          HboneLimits.DEFAULT,
          PooledByteBufAllocator.DEFAULT,
          () -> Interceptor.NONE);
  private final int tunnels = TestGateway.freePort();
  private final int inbound = TestGateway.freePort();
  private final TunnelPool pool =
      new TunnelPool(
          loop, network, certificates::credential, InstantSource.system(), HboneLimits.DEFAULT);
  private volatile String target = "10.1.1.1:80";
  private Backend backend;

  @BeforeEach
  void start() throws Exception {
    backend = Backend.answering("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok");
    network.listen(tunnels, waypoint.tunnels().connections()).toCompletableFuture().join();
    network.listen(inbound, new Client()).toCompletableFuture().join();
    waypoint.apply(
        new WaypointConfig(
            new GatewayKey("shop", "waypoint"),
            List.of(
                new FrontedService(
                    new NamespacedHostname("shop", "echo.shop.svc.cluster.local"),
                    List.of(InetAddress.ofLiteral("10.1.1.1")),
                    List.of(
                        new FrontedPort.Http(
                            80,
                            TestGateway.listener(
                                "*",
                                TestGateway.route(
                                    "echo",
                                    TestGateway.prefix("/echo", TestGateway.to(ECHO)),
                                    TestGateway.prefix(
                                        "/grpc.Echo",
                                        TestGateway.to(ECHO, UpstreamProtocol.H2C))))))))));
  }

  @ChannelHandler.Sharable
  private final class Client extends ChannelInitializer<Channel> {
    @Override
    protected void initChannel(Channel accepted) {
      SocketDuplex socket = new SocketDuplex();
      accepted.pipeline().addLast(socket);
      pool.open(
              new TunnelKey(
                  CLIENT,
                  Set.of(SELF),
                  new InetSocketAddress(InetAddress.getLoopbackAddress(), tunnels)),
              ConnectRequest.to(address(target)))
          .addListener(
              (Future<OpenTunnel> done) -> {
                if (done.isSuccess()) {
                  Relay.join(socket, done.getNow().tunnel(), (_, _, _) -> {});
                } else {
                  socket.reset();
                }
              });
    }
  }

  private static Authority address(String text) {
    String[] parts = text.split(":", 2);
    return new Authority.Address(
        new InetSocketAddress(InetAddress.ofLiteral(parts[0]), Integer.parseInt(parts[1])));
  }

  private void publish(Endpoints.Endpoint... endpoints) {
    source.publish(new Endpoints(ECHO, List.of(endpoints)));
  }

  @AfterEach
  void stop() throws Exception {
    loop.submit(pool::close).sync();
    waypoint.stop();
    backend.close();
    certificates.close();
    loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
    scheduler.shutdownNow();
  }

  @Test
  void requestsForAFrontedServiceAreRoutedWithinTheirTunnel() throws Exception {
    publish(new Endpoints.Endpoint("127.0.0.1", backend.port()));
    try (RawClient client = new RawClient(inbound)) {
      assertThat(client.get("/echo").status()).isEqualTo(200);
      assertThat(client.get("/elsewhere").status()).isEqualTo(404);
      publish();
      assertThat(client.get("/echo").status()).isEqualTo(503);
    }
  }

  /** Two routes speak differently to the same endpoints; gRPC needs trailers, both ways. */
  @Test
  void http2IsSpokenToWhatSpeaksItAndKeepsItsTrailers() throws Exception {
    try (H2Backend speaksHttp2 = new H2Backend(100);
        H2Client client = new H2Client(inbound)) {
      publish(new Endpoints.Endpoint("127.0.0.1", speaksHttp2.port()));
      Http2Headers head =
          client
              .headers("POST", "/grpc.Echo/Say", "echo")
              .add("te", "trailers")
              .add("content-type", "application/grpc");
      H2Client.Response response = client.open().head(head, false).data("hello", true).response();
      assertThat(response.status()).isEqualTo(200);
      assertThat(response.body()).isEqualTo("hello");
      assertThat(response.trailers().get("x-end")).hasToString("yes");
      assertThat(speaksHttp2.requests().getLast().get("te")).hasToString("trailers");

      publish(new Endpoints.Endpoint("127.0.0.1", backend.port()));
      assertThat(client.get("/echo", "echo").status()).isEqualTo(200);
    }
  }

  @Test
  void aServiceThatIsNotFrontedIsRefused() throws Exception {
    target = "10.1.1.1:81";
    try (RawClient client = new RawClient(inbound)) {
      assertThatThrownBy(() -> client.get("/echo")).isInstanceOf(IOException.class);
    }
  }
}
