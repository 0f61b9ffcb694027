package dev.waymark.cli;

import dev.waymark.clusters.Cluster;
import dev.waymark.kit.result.EnvironmentFailure;
import dev.waymark.kit.run.ClusterFacts;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.KubernetesClientTimeoutException;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What a GatewayClass says of itself in {@code status.supportedFeatures}. */
final class SupportedFeatures {
  private static final ResourceDefinitionContext GATEWAY_CLASSES =
      new ResourceDefinitionContext.Builder()
          .withGroup("gateway.networking.k8s.io")
          .withVersion("v1")
          .withKind("GatewayClass")
          .withPlural("gatewayclasses")
          .withNamespaced(false)
          .build();

  private SupportedFeatures() {}

  /**
   * Waits until the class is accepted, and reads what it supports; none where it says nothing.
   *
   * @param anyVersion whether CRDs of another version are accepted
   * @throws EnvironmentFailure if the cluster can't be asked or isn't fit for a run, or if the
   *     class isn't accepted in time
   */
  static List<String> of(
      Cluster cluster, String gatewayClass, Duration deadline, boolean anyVersion) {
    var controller = ClusterFacts.read(cluster, gatewayClass, anyVersion).controller();
    try {
      return features(
          cluster
              .client()
              .genericKubernetesResources(GATEWAY_CLASSES)
              .withName(gatewayClass)
              .waitUntilCondition(
                  SupportedFeatures::isAccepted, deadline.toMillis(), TimeUnit.MILLISECONDS));
    } catch (KubernetesClientTimeoutException e) {
      throw new EnvironmentFailure(
          "GatewayClass %s was not accepted within %d s."
              .formatted(gatewayClass, deadline.toSeconds()),
          "See that the controller %s runs and watches this class: kubectl describe gatewayclass %s"
              .formatted(controller, gatewayClass),
          e);
    } catch (KubernetesClientException e) {
      throw new EnvironmentFailure(
          "GatewayClass %s can't be watched: %s.".formatted(gatewayClass, e.getMessage()),
          "See whether the API server is alive: kubectl get --raw /readyz",
          e);
    }
  }

  /** Completes when the class is there and accepted; cancel it to stop watching. */
  static CompletableFuture<?> accepted(Cluster cluster, String gatewayClass) {
    return cluster
        .client()
        .genericKubernetesResources(GATEWAY_CLASSES)
        .withName(gatewayClass)
        .informOnCondition(found -> found.stream().anyMatch(SupportedFeatures::isAccepted));
  }

  private static boolean isAccepted(@Nullable GenericKubernetesResource gatewayClass) {
    return list(gatewayClass, "conditions").stream()
        .anyMatch(
            condition ->
                "Accepted".equals(condition.get("type")) && "True".equals(condition.get("status")));
  }

  private static List<String> features(@Nullable GenericKubernetesResource gatewayClass) {
    return list(gatewayClass, "supportedFeatures").stream()
        .map(feature -> feature.get("name"))
        .filter(Objects::nonNull)
        .map(Object::toString)
        .toList();
  }

  @SuppressWarnings(
      "unchecked") // a status is untyped JSON; the CRD's schema gives these lists their shape
  private static List<Map<String, Object>> list(
      @Nullable GenericKubernetesResource gatewayClass, String field) {
    return Optional.ofNullable(gatewayClass)
        .map(found -> found.<List<Map<String, Object>>>get("status", field))
        .orElse(List.of());
  }
}
