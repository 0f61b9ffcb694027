package dev.waymark.mesh.workloadapi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waymark.mesh.InProcessConfig;
import dev.waymark.mesh.workloadapi.proto.AggregatedDiscoveryServiceGrpc;
import dev.waymark.mesh.workloadapi.proto.DeltaDiscoveryRequest;
import dev.waymark.mesh.workloadapi.proto.DeltaDiscoveryResponse;
import dev.waymark.mesh.workloadapi.proto.Resource;
import dev.waymark.model.workload.MeshView;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WorkloadApiTests {
  private static final MeshView SMALL = view("echo-1");
  private static final MeshView LARGER = view("echo-1", "echo-2");

  private final InProcessConfig config = new InProcessConfig();
  private final WorkloadApi api = new WorkloadApi(config);
  private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();
  private final BlockingQueue<MeshView> views = new LinkedBlockingQueue<>();
  private Server server;
  private ManagedChannel channel;

  private static MeshView view(String... pods) {
    return new MeshView(
        List.of(pods).stream()
            .map(pod -> Examples.workload(pod, "127.1.0." + pod.charAt(pod.length() - 1)))
            .toList(),
        List.of(Examples.service()),
        List.of(Examples.policy()));
  }

  @BeforeEach
  void start() throws IOException {
    serve(0);
    channel = NettyChannelBuilder.forAddress("127.0.0.1", server.getPort()).usePlaintext().build();
  }

  private void serve(int port) throws IOException {
    server =
        NettyServerBuilder.forAddress(
                new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port))
            .addService(api)
            .build()
            .start();
  }

  @AfterEach
  void stop() throws InterruptedException {
    api.close();
    channel.shutdownNow();
    server.shutdownNow();
    scheduler.shutdownNow();
    assertThat(channel.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    assertThat(server.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
  }

  private WorkloadApiClient client() {
    return WorkloadApiClient.start(channel, "ztunnel~127.1.0.1~z.system~x", scheduler, views::add);
  }

  private void awaitView(MeshView expected) throws InterruptedException {
    MeshView seen = null;
    for (int i = 0; i < 5 && !expected.equals(seen); i++) {
      seen = views.poll(10, TimeUnit.SECONDS);
    }
    assertThat(seen).isEqualTo(expected);
  }

  @Test
  void aClientIsToldOfTheMeshAndOfEachChange() throws InterruptedException {
    config.publish(SMALL);
    try (var _ = client()) {
      awaitView(SMALL);
      config.publish(LARGER);
      awaitView(LARGER);
      config.publish(MeshView.EMPTY);
      awaitView(MeshView.EMPTY);
    }
  }

  @Test
  void aMeshOfNothingIsToldOfToo() throws InterruptedException {
    config.publish(MeshView.EMPTY);
    try (var _ = client()) {
      awaitView(MeshView.EMPTY);
    }
  }

  @Test
  void afterTheControlPlaneWasLostTheClientCatchesUp() throws Exception {
    config.publish(SMALL);
    try (var _ = client()) {
      awaitView(SMALL);
      int port = server.getPort();
      server.shutdownNow();
      assertThat(server.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
      config.publish(LARGER);
      serve(port);
      awaitView(LARGER);
    }
  }

  /** A client that says what it has, by hand. */
  private final class Raw implements StreamObserver<DeltaDiscoveryResponse> {
    final BlockingQueue<DeltaDiscoveryResponse> responses = new LinkedBlockingQueue<>();
    final StreamObserver<DeltaDiscoveryRequest> requests =
        AggregatedDiscoveryServiceGrpc.newStub(channel).deltaAggregatedResources(this);

    DeltaDiscoveryResponse next() throws InterruptedException {
      return responses.poll(10, TimeUnit.SECONDS);
    }

    @Override
    public void onNext(DeltaDiscoveryResponse response) {
      responses.add(response);
    }

    @Override
    public void onError(Throwable failure) {}

    @Override
    public void onCompleted() {}
  }

  private static DeltaDiscoveryRequest.Builder addresses() {
    return DeltaDiscoveryRequest.newBuilder().setTypeUrl(Catalogue.ADDRESSES);
  }

  @Test
  void whoComesBackIsSentOnlyWhatItLacks() throws InterruptedException {
    config.publish(LARGER);
    var known = new Catalogue(SMALL).resources(Catalogue.ADDRESSES);
    var request = addresses().putInitialResourceVersions("gone", "1");
    known.forEach(
        (name, resource) -> request.putInitialResourceVersions(name, resource.getVersion()));
    var client = new Raw();
    client.requests.onNext(request.build());
    var response = client.next();
    assertThat(response.getResourcesList())
        .extracting(Resource::getName)
        .containsExactly("Kubernetes//Pod/shop/echo-2");
    assertThat(response.getRemovedResourcesList()).containsExactly("gone");
    client.requests.onCompleted();
  }

  @Test
  void whatIsAskedForByNameOrAddressIsTold() throws InterruptedException {
    config.publish(SMALL);
    var client = new Raw();
    client.requests.onNext(
        addresses()
            .addResourceNamesSubscribe("/127.1.1.1")
            .addResourceNamesSubscribe("/9.9.9.9")
            .build());
    var response = client.next();
    assertThat(response.getResourcesList())
        .extracting(Resource::getName)
        .containsExactly("shop/echo.shop.svc.cluster.local");
    assertThat(response.getRemovedResourcesList()).containsExactly("/9.9.9.9");
    config.publish(LARGER); // none of it was asked for
    client.requests.onNext(
        addresses().addResourceNamesSubscribe("Kubernetes//Pod/shop/echo-2").build());
    assertThat(client.next().getResourcesList())
        .extracting(Resource::getName)
        .containsExactly("Kubernetes//Pod/shop/echo-2");
    client.requests.onCompleted();
  }
}
