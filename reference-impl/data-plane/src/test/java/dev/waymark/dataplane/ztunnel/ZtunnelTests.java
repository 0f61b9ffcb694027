package dev.waymark.dataplane.ztunnel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.waymark.dataplane.NettyNetwork;
import dev.waymark.dataplane.hbone.HboneLimits;
import dev.waymark.dataplane.hbone.HboneServer;
import dev.waymark.dataplane.hbone.TestAuthority;
import dev.waymark.dataplane.hops.Hop;
import dev.waymark.dataplane.hops.Hop.Direction;
import dev.waymark.dataplane.identity.WorkloadCertificates;
import dev.waymark.dataplane.proxyprotocol.ProxyHeader;
import dev.waymark.dataplane.proxyprotocol.ProxyHeaderCodec;
import dev.waymark.model.authorization.Authorization;
import dev.waymark.model.authorization.ConnectionMatch;
import dev.waymark.model.authorization.StringMatch;
import dev.waymark.model.workload.ApplicationTunnel;
import dev.waymark.model.workload.LoadBalancing;
import dev.waymark.model.workload.TunnelProtocol;
import dev.waymark.model.workload.Workload;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ZtunnelTests {
  private static final String CLIENT = "127.77.0.2";
  private static final String SERVER = "127.77.0.3";
  private static final String WAYPOINT = "127.77.0.4";
  private static final String OTHER = "127.77.0.5";
  private static final InetAddress STRANGER = InetAddress.ofLiteral("127.77.0.9");

  private final EventLoopGroup loops =
      new MultiThreadIoEventLoopGroup(2, NioIoHandler.newFactory());
  private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();
  private final BlockingQueue<Hop> begun = new LinkedBlockingQueue<>();
  private final BlockingQueue<Hop> hops = new LinkedBlockingQueue<>();
  private final WorkloadCertificates certificates =
      new WorkloadCertificates(new TestAuthority("mesh"), InstantSource.system(), scheduler);
  private final Ztunnel ztunnel =
      new Ztunnel(
          "node-1",
          certificates,
          InstantSource.system(),
          HboneLimits.DEFAULT,
          RandomGenerator.getDefault(),
          this::said);
  private final List<MeshedPod> pods = new ArrayList<>();
  private MeshedPod client;
  private MeshedPod server;

  @BeforeEach
  void start() throws IOException {
    client = pod("client", CLIENT);
    server = pod("server", SERVER);
    ztunnel.update(mesh().view());
  }

  private MeshedPod pod(String name, String address) throws IOException {
    var network =
        new NettyNetwork(InetAddress.ofLiteral(address), loops, PooledByteBufAllocator.DEFAULT);
    MeshedPod pod = new MeshedPod(ztunnel, name, address, loops, network);
    pods.add(pod);
    return pod;
  }

  private static TestMesh mesh() {
    return new TestMesh().put(TestMesh.pod("client", CLIENT)).put(TestMesh.pod("server", SERVER));
  }

  @AfterEach
  void stop() throws IOException {
    for (MeshedPod pod : pods) {
      pod.close();
    }
    certificates.close();
    loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
    scheduler.shutdownNow();
  }

  private static void assertEchoes(Socket client, Socket server) throws IOException {
    client.getOutputStream().write("hello".getBytes(StandardCharsets.US_ASCII));
    assertThat(server.getInputStream().readNBytes(5)).asString().isEqualTo("hello");
    server.getOutputStream().write("world".getBytes(StandardCharsets.US_ASCII));
    assertThat(client.getInputStream().readNBytes(5)).asString().isEqualTo("world");
  }

  private static void assertRefused(Socket socket) {
    assertThatThrownBy(
            () -> {
              if (socket.getInputStream().read() < 0) {
                throw new IOException("closed");
              }
            })
        .isInstanceOf(IOException.class);
  }

  private void said(Hop hop) {
    (hop.decision() instanceof Hop.Decision.Forwarding ? begun : hops).add(hop);
  }

  private Hop hop(Direction direction) throws InterruptedException {
    for (int i = 0; i < 4; i++) {
      Hop hop = hops.poll(20, TimeUnit.SECONDS);
      if (hop != null && hop.direction() == direction) {
        return hop;
      }
    }
    throw new AssertionError("no hop " + direction);
  }

  @Test
  void aConnectionBetweenTwoPodsGoesThroughATunnelUnderTheirIdentities() throws Exception {
    try (Socket from = client.connect(server.programAddress());
        Socket to = server.accept()) {
      assertEchoes(from, to);
      from.shutdownOutput();
      assertThat(to.getInputStream().read()).isEqualTo(-1);
      to.shutdownOutput();
      assertThat(from.getInputStream().read()).isEqualTo(-1);
      assertThat(server.deliveredFrom)
          .containsExactly((InetSocketAddress) from.getLocalSocketAddress());
    }
    var byDirection = List.of(hops.poll(20, TimeUnit.SECONDS), hops.poll(20, TimeUnit.SECONDS));
    assertThat(byDirection)
        .allSatisfy(
            hop -> {
              assertThat(hop.source().identity()).isEqualTo(TestMesh.identity("client"));
              assertThat(hop.destination().identity()).isEqualTo(TestMesh.identity("server"));
              assertThat(hop.decision()).isEqualTo(new Hop.Decision.Forwarded());
              assertThat(hop.bytesSent()).isEqualTo(5);
              assertThat(hop.bytesReceived()).isEqualTo(5);
            })
        .extracting(Hop::direction)
        .containsExactlyInAnyOrder(Direction.OUTBOUND, Direction.INBOUND);
  }

  @Test
  void theTwoHopsOfATunnelNameTheSameStreamOfTheSameConnection() throws Exception {
    try (Socket from = client.connect(server.programAddress());
        Socket to = server.accept()) {
      assertEchoes(from, to);
      Hop one = begun.poll(20, TimeUnit.SECONDS);
      Hop other = begun.poll(20, TimeUnit.SECONDS);
      Hop outbound = one.direction() == Direction.OUTBOUND ? one : other;
      Hop inbound = one.direction() == Direction.OUTBOUND ? other : one;
      assertThat(outbound.opened())
          .isEqualTo(
              new Hop.Leg(
                  "hbone",
                  inbound.accepted().remote(),
                  inbound.accepted().local(),
                  inbound.accepted().tunnel()));
      assertThat(inbound.opened().local()).isEqualTo(to.getRemoteSocketAddress());
    }
  }

  @Test
  void aServiceIsBalancedOverItsEndpoints() throws Exception {
    int port = server.programAddress().getPort();
    ztunnel.update(
        mesh()
            .put(TestMesh.inService(TestMesh.pod("server", SERVER), "echo", 80, port))
            .put(TestMesh.service("echo", "127.77.1.1", 80, port))
            .view());
    try (Socket from = client.connect(new InetSocketAddress("127.77.1.1", 80));
        Socket to = server.accept()) {
      assertEchoes(from, to);
    }
    assertThat(hop(Direction.OUTBOUND).opened().tunnel().authority())
        .isEqualTo(SERVER + ":" + port);
  }

  @Test
  void aServiceWithoutEndpointsIsNotReachedAnyOtherWay() throws Exception {
    ztunnel.update(
        mesh().put(TestMesh.service("echo", SERVER.replace("0.3", "1.1"), 80, 1)).view());
    try (Socket from = client.connect(new InetSocketAddress("127.77.1.1", 80))) {
      assertRefused(from);
    }
    assertThat(hop(Direction.OUTBOUND).decision()).isInstanceOf(Hop.Decision.Failed.class);
  }

  @Test
  void whatIsOutsideTheMeshIsReachedPlainly() throws Exception {
    ztunnel.update(
        mesh().put(TestMesh.with(TestMesh.pod("server", SERVER), TunnelProtocol.NONE)).view());
    try (Socket from = client.connect(server.programAddress());
        Socket to = server.accept()) {
      assertEchoes(from, to);
      assertThat(((InetSocketAddress) to.getRemoteSocketAddress()).getAddress())
          .isEqualTo(client.address());
    }
    assertThat(hop(Direction.OUTBOUND).opened().protocol()).isEqualTo("tcp");
  }

  private static Authorization only(String account) {
    return policy("only-" + account, Authorization.Action.ALLOW, account);
  }

  private static Authorization policy(String name, Authorization.Action action, String account) {
    var principal = new StringMatch.Exact(TestMesh.identity(account).principal());
    var match = ConnectionMatch.ANY.withPrincipals(List.of(principal), List.of());
    return new Authorization(
        TestMesh.NAMESPACE,
        name,
        Authorization.Scope.WORKLOAD_SELECTOR,
        action,
        List.of(List.of(List.of(match))),
        false);
  }

  private TestMesh onlyFor(String account) {
    return mesh()
        .put(only(account))
        .put(TestMesh.selectedBy(TestMesh.pod("server", SERVER), "shop/only-" + account));
  }

  @Test
  void aPolicyAdmitsByIdentity() throws Exception {
    ztunnel.update(onlyFor("client").view());
    try (Socket from = client.connect(server.programAddress());
        Socket to = server.accept()) {
      assertEchoes(from, to);
    }
    try (Socket plain = server.connectPlainly(STRANGER)) {
      assertRefused(plain);
    }
  }

  @Test
  void aDeniedClientSeesItsConnectionEnd() throws Exception {
    ztunnel.update(onlyFor("other").view());
    try (Socket from = client.connect(server.programAddress())) {
      assertRefused(from);
    }
    assertThat(hop(Direction.INBOUND).decision())
        .isEqualTo(new Hop.Decision.Denied("allow policies exist, but none allowed"));
  }

  @Test
  void aChangedPolicyEndsConnectionsThatItForbids() throws Exception {
    try (Socket from = client.connect(server.programAddress());
        Socket to = server.accept();
        Socket plain = server.connectPlainly(STRANGER);
        Socket plainTo = server.accept()) {
      assertEchoes(from, to);
      assertEchoes(plain, plainTo);
      ztunnel.update(onlyFor("client").view());
      assertRefused(plain);
      assertEchoes(from, to);
      ztunnel.update(onlyFor("other").view());
      assertRefused(from);
    }
  }

  @Test
  void aDenialEndsTheConnectionsThatItIsForAndNoOthers() throws Exception {
    MeshedPod other = pod("other", OTHER);
    TestMesh mesh = mesh().put(TestMesh.pod("other", OTHER));
    ztunnel.update(mesh.view());
    try (Socket denied = client.connect(server.programAddress());
        Socket deniedTo = server.accept();
        Socket spared = other.connect(server.programAddress());
        Socket sparedTo = server.accept()) {
      assertEchoes(denied, deniedTo);
      assertEchoes(spared, sparedTo);
      ztunnel.update(
          mesh.put(policy("no-client", Authorization.Action.DENY, "client"))
              .put(TestMesh.selectedBy(TestMesh.pod("server", SERVER), "shop/no-client"))
              .view());
      assertRefused(denied);
      assertEchoes(spared, sparedTo);
    }
  }

  @Test
  void aServiceWithAWaypointIsReachedThroughIt() throws Exception {
    MeshedPod waypoint = pod("waypoint", WAYPOINT);
    int port = waypoint.programAddress().getPort();
    Workload proxy =
        TestMesh.with(
            TestMesh.inService(
                TestMesh.pod("waypoint", WAYPOINT), "waypoint", HboneServer.PORT, HboneServer.PORT),
            new ApplicationTunnel(ApplicationTunnel.Protocol.PROXY, port));
    ztunnel.update(
        mesh()
            .put(proxy)
            .put(TestMesh.service("waypoint", "127.77.1.2", HboneServer.PORT, HboneServer.PORT))
            .put(
                TestMesh.service(
                    "echo",
                    "127.77.1.1",
                    80,
                    8080,
                    TestMesh.waypoint("waypoint"),
                    LoadBalancing.EVEN))
            .view());
    try (Socket from = client.connect(new InetSocketAddress("127.77.1.1", 80));
        Socket to = waypoint.accept()) {
      byte[] start = to.getInputStream().readNBytes(16);
      int rest = (start[14] & 0xff) << 8 | start[15] & 0xff;
      var header =
          (ProxyHeader.Proxied)
              ProxyHeaderCodec.read(
                  Unpooled.wrappedBuffer(start, to.getInputStream().readNBytes(rest)));
      assertThat(header.source()).isEqualTo(from.getLocalSocketAddress());
      assertThat(header.destination()).isEqualTo(new InetSocketAddress("127.77.1.1", 80));
      assertThat(header.identity()).contains(TestMesh.identity("client"));
      assertEchoes(from, to);
    }
    Hop.Leg opened = hop(Direction.OUTBOUND).opened();
    assertThat(opened.remote()).isEqualTo(new InetSocketAddress(WAYPOINT, HboneServer.PORT));
    assertThat(opened.tunnel().authority()).isEqualTo("127.77.1.1:80");
  }

  @Test
  void whereTheWaypointIsMissingNothingGoesPastIt() throws Exception {
    ztunnel.update(
        mesh()
            .put(
                TestMesh.inService(
                    TestMesh.pod("server", SERVER), "echo", 80, server.programAddress().getPort()))
            .put(
                TestMesh.service(
                    "echo",
                    "127.77.1.1",
                    80,
                    8080,
                    TestMesh.waypoint("waypoint"),
                    LoadBalancing.EVEN))
            .view());
    try (Socket from = client.connect(new InetSocketAddress("127.77.1.1", 80))) {
      assertRefused(from);
    }
  }

  @Test
  void aPodThatTheMeshDoesNotKnowYetWaitsForIt() throws Exception {
    MeshedPod late = pod("late", "127.77.0.5");
    try (Socket from = late.connect(server.programAddress())) {
      from.getOutputStream().write("hello".getBytes(StandardCharsets.US_ASCII));
      ztunnel.update(mesh().put(TestMesh.pod("late", "127.77.0.5")).view());
      try (Socket to = server.accept()) {
        assertThat(to.getInputStream().readNBytes(5)).asString().isEqualTo("hello");
      }
    }
  }

  @Test
  void aReleasedPodTakesNoMoreTunnelsAndServesThoseItHas() throws Exception {
    try (Socket from = client.connect(server.programAddress());
        Socket to = server.accept()) {
      assertEchoes(from, to);
      var released = server.captured.release();
      assertEchoes(from, to);
      from.close();
      to.close();
      released.toCompletableFuture().get(20, TimeUnit.SECONDS);
    }
  }
}
