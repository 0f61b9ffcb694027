package dev.waymark.mesh.node;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which Pods a node's proxy captures, by the labels that Istio's documentation names. Pure
 * functions.
 */
final class Enrolment {
  /** {@code ambient} or {@code none}, on a Namespace or a Pod; the Pod's own wins. */
  static final String MODE_LABEL = "istio.io/dataplane-mode";

  /** Says on a Pod that its connections are captured. */
  static final String REDIRECTION_ANNOTATION = "ambient.istio.io/redirection";

  static final String ENABLED = "enabled";

  /** Says on a Pod that it has a sidecar, which then is its proxy. */
  private static final String SIDECAR_ANNOTATION = "sidecar.istio.io/status";

  private Enrolment() {}

  /**
   * Whether a Pod is to be captured.
   *
   * @param namespace the Pod's; null if it is not known, so that only the Pod's own label counts
   */
  static boolean wanted(Pod pod, @Nullable HasMetadata namespace) {
    if (Boolean.TRUE.equals(pod.getSpec().getHostNetwork())
        || entry(pod.getMetadata().getAnnotations(), SIDECAR_ANNOTATION) != null) {
      return false;
    }
    String own = entry(pod.getMetadata().getLabels(), MODE_LABEL);
    String mode =
        own == null && namespace != null
            ? entry(namespace.getMetadata().getLabels(), MODE_LABEL)
            : own;
    return "ambient".equals(mode);
  }

  /** Whether the Pod says that it is captured. */
  static boolean announced(Pod pod) {
    return ENABLED.equals(entry(pod.getMetadata().getAnnotations(), REDIRECTION_ANNOTATION));
  }

  private static @Nullable String entry(@Nullable Map<String, String> entries, String key) {
    return entries == null ? null : entries.get(key);
  }
}
