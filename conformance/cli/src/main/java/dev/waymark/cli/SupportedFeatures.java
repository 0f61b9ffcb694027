package dev.waymark.cli;

import dev.waymark.clusters.Cluster;
import dev.waymark.kit.result.EnvironmentFailure;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.KubernetesClientTimeoutException;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
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
   * @throws EnvironmentFailure if the cluster can't be asked; a class that is never accepted is
   *     left to the run, which reports what therefore did not run
   */
  static List<String> of(Cluster cluster, String gatewayClass, Duration deadline) {
    try {
      return features(
          cluster
              .client()
              .genericKubernetesResources(GATEWAY_CLASSES)
              .withName(gatewayClass)
              .waitUntilCondition(
                  SupportedFeatures::isAccepted, deadline.toMillis(), TimeUnit.MILLISECONDS));
    } catch (KubernetesClientTimeoutException e) {
      return List.of();
    } catch (KubernetesClientException e) {
      return List.of(); // the run examines the cluster first thing, and says what is wrong with it
    }
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
