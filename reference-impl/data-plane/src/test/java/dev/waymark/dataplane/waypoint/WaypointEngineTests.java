package dev.waymark.dataplane.waypoint;

import static java.nio.charset.StandardCharsets.US_ASCII;
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
import dev.waymark.dataplane.hops.Hop;
import dev.waymark.dataplane.identity.WorkloadCertificates;
import dev.waymark.dataplane.proxyprotocol.ProxyHeader;
import dev.waymark.dataplane.proxyprotocol.ProxyHeaderCodec;
import dev.waymark.dataplane.relay.Relay;
import dev.waymark.dataplane.relay.SocketDuplex;
import dev.waymark.model.BackendId;
import dev.waymark.model.Endpoints;
import dev.waymark.model.GatewayKey;
import dev.waymark.model.UpstreamProtocol;
import dev.waymark.model.authorization.PathPattern;
import dev.waymark.model.authorization.RequestPolicy;
import dev.waymark.model.authorization.RequestRule;
import dev.waymark.model.authorization.RequestTest;
import dev.waymark.model.authorization.StringMatch;
import dev.waymark.model.authorization.TextAttribute;
import dev.waymark.model.identity.SpiffeId;
import dev.waymark.model.identity.TrustDomain;
import dev.waymark.model.waypoint.FrontedPort;
import dev.waymark.model.waypoint.FrontedService;
import dev.waymark.model.waypoint.Guard;
import dev.waymark.model.waypoint.Inbound;
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
import java.net.Socket;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
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
  private final BlockingQueue<Hop> hops = new LinkedBlockingQueue<>();
  private final WaypointEngine waypoint =
      new WaypointEngine(
          source,
          network,
          GatewayLimits.DEFAULT,
          new RequestHops(
              new Hop.Proxy("waypoint", "", "shop/waypoint"),
              InstantSource.system(),
              hops::add,
              () -> Interceptor.NONE),
          PooledByteBufAllocator.DEFAULT);
  private final HboneInbound byTunnel =
      new HboneInbound(
          waypoint,
          SELF,
          certificates,
          ConnectionEnds.OF_SOCKET,
          InstantSource.system(),
          HboneLimits.DEFAULT);
  private final ProxiedInbound proxied = new ProxiedInbound(waypoint);
  private final int tunnels = TestGateway.freePort();
  private final int proxiedPort = TestGateway.freePort();
  private final int inbound = TestGateway.freePort();
  private final TunnelPool pool =
      new TunnelPool(
          loop, network, certificates::credential, InstantSource.system(), HboneLimits.DEFAULT);
  private volatile String target = "10.1.1.1:80";
  private Backend backend;

  @BeforeEach
  void start() throws Exception {
    backend = Backend.answering("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok");
    network.listen(tunnels, byTunnel.connections()).toCompletableFuture().join();
    network.listen(proxiedPort, proxied.connections()).toCompletableFuture().join();
    network.listen(inbound, new Client()).toCompletableFuture().join();
    waypoint.apply(config(Guard.NONE));
  }

  private static WaypointConfig config(Guard guard) {
    FrontedPort port =
        new FrontedPort.Http(
            80,
            TestGateway.listener(
                "*",
                TestGateway.route(
                    "echo",
                    TestGateway.prefix("/echo", TestGateway.to(ECHO)),
                    TestGateway.prefix("/grpc.Echo", TestGateway.to(ECHO, UpstreamProtocol.H2C)))));
    return new WaypointConfig(
        new GatewayKey("shop", "waypoint"),
        new Inbound.Hbone(),
        List.of(
            new FrontedService(
                new NamespacedHostname("shop", "echo.shop.svc.cluster.local"),
                List.of(InetAddress.ofLiteral("10.1.1.1")),
                List.of(port),
                guard)));
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
    waypoint.drain();
    byTunnel.drain().toCompletableFuture().get(20, TimeUnit.SECONDS);
    proxied.drain().toCompletableFuture().get(20, TimeUnit.SECONDS);
    waypoint.close();
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
  void eachRequestIsWrittenDownWithItsTunnelAndItsBackend() throws Exception {
    publish(new Endpoints.Endpoint("127.0.0.1", backend.port()));
    try (RawClient client = new RawClient(inbound)) {
      client.get("/echo/1?a=b");
      client.get("/elsewhere");
    }
    Hop carried = hops.poll(20, TimeUnit.SECONDS);
    assertThat(carried.decision()).isEqualTo(new Hop.Decision.Forwarded());
    assertThat(carried.source().identity()).isEqualTo(CLIENT);
    assertThat(carried.accepted().tunnel()).isEqualTo(new Hop.Tunnel("10.1.1.1:80", 3));
    assertThat(carried.opened().protocol()).isEqualTo("tcp");
    assertThat(carried.opened().remote().getPort()).isEqualTo(backend.port());
    assertThat(carried.request().path()).isEqualTo("/echo/1");
    assertThat(carried.request().status()).isEqualTo(200);
    Hop answered = hops.poll(20, TimeUnit.SECONDS);
    assertThat(answered.decision()).isEqualTo(new Hop.Decision.Answered());
    assertThat(answered.opened()).isNull();
    assertThat(answered.request().status()).isEqualTo(404);
  }

  @Test
  void whatAProxyHandsOverIsServedByTheHeadersDestination() throws Exception {
    publish(new Endpoints.Endpoint("127.0.0.1", backend.port()));
    try (Socket socket = proxied("10.1.1.1:80")) {
      socket.getOutputStream().write("GET /echo HTTP/1.0\r\nhost: any\r\n\r\n".getBytes(US_ASCII));
      assertThat(new String(socket.getInputStream().readAllBytes(), US_ASCII))
          .startsWith("HTTP/1.1 200 ");
    }
    Hop hop = hops.poll(20, TimeUnit.SECONDS);
    assertThat(hop.source())
        .isEqualTo(new Hop.Party(new InetSocketAddress("10.0.0.9", 4711), CLIENT));
    assertThat(hop.destination().address()).isEqualTo(new InetSocketAddress("10.1.1.1", 80));
    assertThat(hop.accepted().tunnel()).isNull();
  }

  @Test
  void whatAProxyHandsOverForNobodyHereIsClosed() throws Exception {
    try (Socket socket = proxied("10.1.1.1:81")) {
      socket.getOutputStream().write("GET /echo HTTP/1.0\r\n\r\n".getBytes(US_ASCII));
      assertThat(socket.getInputStream().read()).isEqualTo(-1);
    }
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), proxiedPort)) {
      socket.getOutputStream().write("GET /echo HTTP/1.0\r\n\r\n".getBytes(US_ASCII));
      assertThatThrownBy(
              () -> {
                if (socket.getInputStream().read() == -1) {
                  throw new IOException("closed");
                }
              })
          .isInstanceOf(IOException.class);
    }
  }

  private Socket proxied(String destination) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), proxiedPort);
    socket
        .getOutputStream()
        .write(
            ProxyHeaderCodec.write(
                ProxyHeader.Proxied.of(
                    new InetSocketAddress("10.0.0.9", 4711),
                    ((Authority.Address) address(destination)).address(),
                    CLIENT)));
    return socket;
  }

  /** A policy on the client's identity and the path, in force from the next request on. */
  private static Guard allowing(SpiffeId client, String path) {
    RequestTest principal =
        new RequestTest.Text(
            TextAttribute.Plain.PRINCIPAL,
            List.of(new StringMatch.Exact(client.principal())),
            List.of());
    RequestTest paths = new RequestTest.Path(PathPattern.parse(path).stream().toList(), List.of());
    return new Guard(
        List.of(
            new RequestPolicy(
                "shop",
                "only",
                RequestPolicy.Action.ALLOW,
                List.of(new RequestRule(List.of(List.of(List.of(principal, paths))))),
                false)));
  }

  @Test
  void aRequestThatNoPolicyAllowsIsRefusedAndTheConnectionGoesOn() throws Exception {
    publish(new Endpoints.Endpoint("127.0.0.1", backend.port()));
    try (RawClient client = new RawClient(inbound)) {
      assertThat(client.get("/echo/b").status()).isEqualTo(200);
      waypoint.apply(config(allowing(CLIENT, "/echo/a*")));
      RawClient.Response denied = client.get("/echo/b");
      assertThat(denied.status()).isEqualTo(403);
      assertThat(denied.body()).isEqualTo("RBAC: access denied");
      assertThat(client.get("/echo/a").status()).isEqualTo(200);
      assertThat(client.get("/echo/a/%2e%2e/b").status()).isEqualTo(403);
      waypoint.apply(config(allowing(SELF, "/echo/a*")));
      assertThat(client.get("/echo/a").status()).isEqualTo(403);
    }
    assertThat(hops)
        .extracting(Hop::decision)
        .contains(new Hop.Decision.Denied("allow policies exist, but none allowed"));
  }

  @Test
  void aServiceThatIsNotFrontedIsRefused() throws Exception {
    target = "10.1.1.1:81";
    try (RawClient client = new RawClient(inbound)) {
      assertThatThrownBy(() -> client.get("/echo")).isInstanceOf(IOException.class);
    }
  }
}
