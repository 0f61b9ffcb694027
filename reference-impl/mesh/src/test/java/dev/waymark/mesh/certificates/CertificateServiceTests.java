package dev.waymark.mesh.certificates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.waymark.controlplane.identity.CertificateAuthority;
import dev.waymark.controlplane.identity.RootRotation;
import dev.waymark.controlplane.identity.SigningRoot;
import dev.waymark.controlplane.identity.SigningRoots;
import dev.waymark.dataplane.identity.WorkloadCertificates;
import dev.waymark.mesh.certificates.proto.IstioCertificateRequest;
import dev.waymark.mesh.certificates.proto.IstioCertificateServiceGrpc;
import dev.waymark.model.identity.SpiffeId;
import dev.waymark.model.identity.TrustDomain;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CertificateServiceTests {
  private static final TrustDomain DOMAIN = TrustDomain.CLUSTER_LOCAL;
  private static final SpiffeId ZTUNNEL = new SpiffeId(DOMAIN, "waymark-system", "ztunnel");
  private static final SpiffeId HERE = new SpiffeId(DOMAIN, "shop", "here");
  private static final SpiffeId ELSEWHERE = new SpiffeId(DOMAIN, "shop", "elsewhere");

  private final CertificateAuthority authority =
      new CertificateAuthority(
          DOMAIN,
          SigningRoots.of(
              SigningRoot.create(
                  DOMAIN, InstantSource.system().instant(), RootRotation.ROOT_LIFETIME)),
          InstantSource.system());
  private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();
  private Server server;
  private ManagedChannel channel;

  @BeforeEach
  void start() throws IOException {
    var tokens =
        new BearerTokens(
            token ->
                token.equals("good")
                    ? Optional.of(new Caller(ZTUNNEL, Optional.of("node-1")))
                    : Optional.empty());
    server =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0))
            .intercept(tokens)
            .addService(
                new CertificateService(
                    authority,
                    (caller, wanted) -> caller.identity().equals(wanted) || wanted.equals(HERE)))
            .build()
            .start();
    channel = NettyChannelBuilder.forAddress("127.0.0.1", server.getPort()).usePlaintext().build();
  }

  @AfterEach
  void stop() throws InterruptedException {
    channel.shutdownNow();
    server.shutdownNow();
    scheduler.shutdownNow();
    assertThat(server.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
  }

  private WorkloadCertificates certificates(String token) {
    var stub = io.grpc.ClientInterceptors.intercept(channel, new TokenOnEachCall(token));
    return new WorkloadCertificates(
        new CertificateServiceClient(stub), InstantSource.system(), scheduler);
  }

  /** Plain text would make gRPC refuse call credentials, so the test puts the header on itself. */
  private record TokenOnEachCall(String token) implements io.grpc.ClientInterceptor {
    @Override
    public <Q, S> io.grpc.ClientCall<Q, S> interceptCall(
        io.grpc.MethodDescriptor<Q, S> method, io.grpc.CallOptions options, io.grpc.Channel next) {
      return new io.grpc.ForwardingClientCall.SimpleForwardingClientCall<>(
          next.newCall(method, options)) {
        @Override
        public void start(Listener<S> listener, io.grpc.Metadata headers) {
          headers.put(BearerTokens.AUTHORIZATION, BearerTokens.SCHEME + token);
          super.start(listener, headers);
        }
      };
    }
  }

  @Test
  void aNodeProxyGetsCertificatesForWhomItMaySpeak() {
    try (var certificates = certificates("good")) {
      var credential = certificates.credential(HERE).toCompletableFuture().join();
      assertThat(credential.identity()).isEqualTo(HERE);
      assertThat(credential.roots()).isEqualTo(authority.bundle());
      assertThat(certificates.credential(ZTUNNEL).toCompletableFuture().join().identity())
          .isEqualTo(ZTUNNEL);
    }
  }

  @Test
  void aNodeProxyGetsNoCertificateForAnotherNodesWorkload() {
    try (var certificates = certificates("good")) {
      assertThatThrownBy(() -> certificates.credential(ELSEWHERE).toCompletableFuture().join())
          .rootCause()
          .hasMessageContaining("PERMISSION_DENIED")
          .hasMessageContaining("spiffe://cluster.local/ns/shop/sa/elsewhere");
    }
  }

  @Test
  void withoutAValidTokenThereIsNothing() {
    try (var certificates = certificates("forged")) {
      assertThatThrownBy(() -> certificates.credential(HERE).toCompletableFuture().join())
          .rootCause()
          .hasMessageContaining("UNAUTHENTICATED");
    }
    var stub = IstioCertificateServiceGrpc.newBlockingStub(channel);
    assertThatThrownBy(() -> stub.createCertificate(IstioCertificateRequest.getDefaultInstance()))
        .extracting(Status::fromThrowable)
        .extracting(Status::getCode)
        .isEqualTo(Status.Code.UNAUTHENTICATED);
  }

  @Test
  void aRequestThatIsNoneIsRefusedByField() {
    var stub =
        IstioCertificateServiceGrpc.newBlockingStub(
            io.grpc.ClientInterceptors.intercept(channel, new TokenOnEachCall("good")));
    assertThatThrownBy(
            () ->
                stub.withDeadlineAfter(10, TimeUnit.SECONDS)
                    .createCertificate(IstioCertificateRequest.newBuilder().setCsr("no").build()))
        .hasMessage("INVALID_ARGUMENT: csr: no PEM of a CERTIFICATE REQUEST");
  }
}
