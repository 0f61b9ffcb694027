package dev.waymark.cli.outside;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waymark.cli.reference.ReferenceCluster;
import dev.waymark.clusters.Cluster;
import dev.waymark.kit.Exchange;
import dev.waymark.kit.Request;
import dev.waymark.kit.probe.HttpProbe;
import dev.waymark.mesh.Mesh;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSliceBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** An embedded cluster with the reference mesh, and the Gateway of {@code gateway.yaml} in it. */
final class OutsideGateway implements AutoCloseable {

  private static final String GROUP = "gateway.networking.k8s.io/v1";
  private static final String NAMESPACE = "outside";
  private static final long PATIENCE_SECONDS = 20;
  private static final Duration EXCHANGE = Duration.ofSeconds(2);

  private final Cluster cluster;
  private final InetSocketAddress address;

  private OutsideGateway(Cluster cluster) throws IOException {
    this.cluster = cluster;
    try (InputStream manifests = OutsideGateway.class.getResourceAsStream("gateway.yaml")) {
      cluster
          .client()
          .load(Objects.requireNonNull(manifests))
          .items()
          .forEach(object -> cluster.client().resource(object).create());
    }
    cluster
        .client()
        .apps()
        .deployments()
        .inNamespace(NAMESPACE)
        .withName("echo")
        .waitUntilReady(PATIENCE_SECONDS, TimeUnit.SECONDS);
    GenericKubernetesResource gateway = await("Gateway", "gateway", OutsideGateway::isProgrammed);
    List<Map<String, String>> addresses = gateway.get("status", "addresses");
    String host = Objects.requireNonNull(addresses.getFirst().get("value"));
    this.address = cluster.dialer().resolve(new InetSocketAddress(host, 80));
    awaitServing("echo.outside.example");
  }

  static OutsideGateway start() throws IOException {
    Cluster cluster = ReferenceCluster.startWith(Mesh.sound(), ReferenceCluster.Shape.DEFAULT);
    try {
      return new OutsideGateway(cluster);
    } catch (IOException | RuntimeException e) {
      cluster.close();
      throw e;
    }
  }

  /** Where a client on this machine reaches the Gateway's port 80. */
  InetSocketAddress address() {
    return address;
  }

  /** Waits until requests for a host get to a backend. */
  void awaitServing(String host) {
    Request request = Request.get("/").host(host);
    try (var probe = new HttpProbe()) {
      Awaitility.await(host + " is served")
          .atMost(Duration.ofSeconds(PATIENCE_SECONDS))
          .pollInterval(Duration.ofMillis(20))
          .untilAsserted(
              () ->
                  assertThat(probe.send(address, request, EXCHANGE))
                      .matches(OutsideGateway::isServed, "has an answer of a backend"));
    }
  }

  /**
   * The gateway itself answers 404 as long as it has no route, 500 or 503 as long as it has no
   * backend.
   */
  private static boolean isServed(Exchange exchange) {
    return exchange.response() != null && exchange.response().status() < 400;
  }

  /** Makes a process the one endpoint of the Service {@code process}. */
  void serveBy(InetSocketAddress process) {
    cluster
        .client()
        .resource(
            new EndpointSliceBuilder()
                .withNewMetadata()
                .withName("process-by-hand")
                .withNamespace(NAMESPACE)
                .addToLabels("kubernetes.io/service-name", "process")
                .endMetadata()
                .withAddressType("IPv4")
                .addNewEndpoint()
                .withAddresses(process.getAddress().getHostAddress())
                .withNewConditions()
                .withReady(true)
                .endConditions()
                .endEndpoint()
                .addNewPort()
                .withName("http")
                .withPort(process.getPort())
                .withProtocol("TCP")
                .endPort()
                .build())
        .create();
  }

  private GenericKubernetesResource await(
      String kind, String name, Predicate<@Nullable GenericKubernetesResource> condition) {
    return cluster
        .client()
        .genericKubernetesResources(GROUP, kind)
        .inNamespace(NAMESPACE)
        .withName(name)
        .waitUntilCondition(condition, PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  private static boolean isProgrammed(@Nullable GenericKubernetesResource gateway) {
    List<Map<String, String>> conditions =
        gateway == null ? null : gateway.get("status", "conditions");
    return conditions != null
        && conditions.stream()
            .anyMatch(
                condition ->
                    "Programmed".equals(condition.get("type"))
                        && "True".equals(condition.get("status")));
  }

  @Override
  public void close() {
    cluster.close();
  }
}
