package dev.waymark.mesh.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.waymark.controlplane.identity.CertificateAuthority;
import dev.waymark.controlplane.identity.RootRotation;
import dev.waymark.controlplane.identity.SigningRoot;
import dev.waymark.controlplane.identity.SigningRoots;
import dev.waymark.dataplane.identity.WorkloadCertificates;
import dev.waymark.mesh.InProcessConfig;
import dev.waymark.mesh.certificates.Caller;
import dev.waymark.mesh.certificates.Pem;
import dev.waymark.model.identity.SpiffeId;
import dev.waymark.model.identity.TrustDomain;
import dev.waymark.model.workload.Locality;
import dev.waymark.model.workload.MeshView;
import dev.waymark.model.workload.TunnelProtocol;
import dev.waymark.model.workload.Workload;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Both ends of the control plane's port for proxies, over TLS. */
class DiscoveryTests {
  private static final TrustDomain DOMAIN = TrustDomain.CLUSTER_LOCAL;
  private static final SpiffeId ZTUNNEL = new SpiffeId(DOMAIN, "waymark-system", "ztunnel");
  private static final SpiffeId CART = new SpiffeId(DOMAIN, "shop", "cart");
  private static final SpiffeId BANK = new SpiffeId(DOMAIN, "bank", "vault");

  private final EventLoopGroup loops =
      new MultiThreadIoEventLoopGroup(2, NioIoHandler.newFactory());
  private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();
  private final CertificateAuthority authority = authority();
  private final InProcessConfig config = new InProcessConfig();
  private final AnyPort network = new AnyPort(loops);
  private final BlockingQueue<MeshView> views = new LinkedBlockingQueue<>();
  @TempDir private Path directory;
  private DiscoveryServer server;

  private static CertificateAuthority authority() {
    var clock = InstantSource.system();
    var root = SigningRoot.create(DOMAIN, clock.instant(), RootRotation.ROOT_LIFETIME);
    return new CertificateAuthority(DOMAIN, SigningRoots.of(root), clock);
  }

  @BeforeEach
  void start() throws IOException {
    Files.writeString(directory.resolve("token"), "good\n");
    Files.writeString(directory.resolve("root-cert.pem"), Pem.encode(authority.bundle()));
    serve();
  }

  private void serve() throws IOException {
    server =
        DiscoveryServer.start(
            config,
            authority,
            token ->
                token.equals("good")
                    ? Optional.of(new Caller(ZTUNNEL, Optional.of("node-1")))
                    : Optional.empty(),
            network,
            loops,
            ByteBufAllocator.DEFAULT,
            scheduler);
  }

  @AfterEach
  void stop() {
    server.close();
    scheduler.shutdownNow();
    loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
  }

  private ProxyEnvironment environment() {
    var address = "https://127.0.0.1:" + network.port();
    return new ProxyEnvironment(
        Map.of(
            "XDS_ADDRESS",
            address,
            "CA_ADDRESS",
            address,
            "ALT_XDS_HOSTNAME",
            DiscoveryServer.HOST_NAME,
            "ALT_CA_HOSTNAME",
            DiscoveryServer.HOST_NAME,
            "XDS_ROOT_CA",
            "root-cert.pem",
            "CA_ROOT_CA",
            "root-cert.pem",
            "AUTH_TOKEN",
            "token"),
        directory::resolve);
  }

  private ControlPlaneLink link(ProxyEnvironment environment) {
    return new ControlPlaneLink(environment, network, loops.next());
  }

  private static MeshView mesh(Workload... workloads) {
    return new MeshView(List.of(workloads), List.of(), List.of());
  }

  private static Workload workload(SpiffeId identity, String node) {
    return new Workload(
        Workload.podUid("Kubernetes", identity.namespace(), identity.serviceAccount()),
        identity.serviceAccount(),
        identity.namespace(),
        identity,
        List.of(),
        false,
        TunnelProtocol.HBONE,
        Optional.empty(),
        Optional.empty(),
        Map.of(),
        List.of(),
        true,
        node,
        Locality.UNKNOWN,
        1,
        new Workload.Owner("pod", "x", "x", "latest", "Kubernetes"));
  }

  private void awaitView(MeshView expected) throws InterruptedException {
    MeshView seen = null;
    for (int i = 0; i < 5 && !expected.equals(seen); i++) {
      seen = views.poll(10, TimeUnit.SECONDS);
    }
    assertThat(seen).isEqualTo(expected);
  }

  @Test
  void aProxyIsToldOfTheMeshAndCertifiedAsTheWorkloadsOfItsNodeAlone() throws Exception {
    var view = mesh(workload(CART, "node-1"), workload(BANK, "node-2"));
    config.publish(view);
    try (var link = link(environment());
        var certificates =
            new WorkloadCertificates(link.authority(), InstantSource.system(), scheduler)) {
      link.follow(views::add);
      awaitView(view);
      var credential = certificates.credential(CART).toCompletableFuture().join();
      assertThat(credential.roots()).isEqualTo(authority.bundle());
      assertThatThrownBy(() -> certificates.credential(BANK).toCompletableFuture().join())
          .rootCause()
          .hasMessageContaining("PERMISSION_DENIED");
    }
  }

  @Test
  void whenTheControlPlaneIsBackAProxyGoesOnWhereItStopped() throws Exception {
    config.publish(mesh());
    try (var link = link(environment());
        var certificates =
            new WorkloadCertificates(link.authority(), InstantSource.system(), scheduler)) {
      link.follow(views::add);
      awaitView(mesh());
      server.close();
      var later = mesh(workload(CART, "node-1"));
      config.publish(later);
      serve();
      awaitView(later);
      assertThat(certificates.credential(CART).toCompletableFuture().join().identity())
          .isEqualTo(CART);
    }
  }

  @Test
  void aProxyBelievesNoControlPlaneOfAnotherRootOrAnotherName() throws Exception {
    Files.writeString(directory.resolve("other.pem"), Pem.encode(authority().bundle()));
    for (var wrong :
        List.of(Map.of("CA_ROOT_CA", "other.pem"), Map.of("ALT_CA_HOSTNAME", "istiod.example"))) {
      try (var link = link(environment().with(wrong))) {
        assertThatThrownBy(
                () -> link.authority().issue(ZTUNNEL, new byte[0]).toCompletableFuture().join())
            .isInstanceOf(CompletionException.class)
            .hasMessageContaining("UNAVAILABLE");
      }
    }
  }

  @Test
  void aProxyWithoutAGoodTokenIsToldNothing() throws Exception {
    Files.writeString(directory.resolve("token"), "forged");
    try (var link = link(environment())) {
      assertThatThrownBy(
              () -> link.authority().issue(ZTUNNEL, new byte[0]).toCompletableFuture().join())
          .hasMessageContaining("UNAUTHENTICATED: authorization: token not valid");
    }
  }

  @Test
  void anEnvironmentThatIsNoGoodIsRefusedByVariable() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> link(environment().with(Map.of("XDS_ADDRESS", "http://here:1"))))
        .withMessageStartingWith("XDS_ADDRESS: 'http://here:1' (expected: https://HOST:PORT");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> link(environment().with(Map.of("CA_ROOT_CA", "missing.pem"))))
        .withMessageStartingWith("CA_ROOT_CA: 'missing.pem': ");
    assertThatIllegalArgumentException()
        .isThrownBy(environment()::nodeName)
        .withMessageStartingWith("NODE_NAME: not set");
  }
}
