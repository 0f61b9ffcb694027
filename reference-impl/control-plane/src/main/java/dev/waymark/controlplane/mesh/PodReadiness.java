package dev.waymark.controlplane.mesh;

import io.fabric8.kubernetes.api.model.Pod;

/** Whether a Pod is ready, by its conditions. Pure functions. */
final class PodReadiness {
  private PodReadiness() {}

  static boolean isReady(Pod pod) {
    return pod.getStatus() != null
        && pod.getStatus().getConditions().stream()
            .anyMatch(
                condition ->
                    "Ready".equals(condition.getType()) && "True".equals(condition.getStatus()));
  }

  /** Ready, and not on its way out. */
  static boolean takesTraffic(Pod pod) {
    return pod.getMetadata().getDeletionTimestamp() == null && isReady(pod);
  }
}
