package dev.waymark.controlplane.translate;

import dev.waymark.controlplane.Waymark;
import dev.waymark.controlplane.status.ClassStatus;
import dev.waymark.controlplane.status.StatusCondition;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.GatewayClass;
import java.util.List;

/** GatewayClasses. */
final class ClassTranslator {
  /**
   * The release of the Gateway API that this control plane is written for: {@code v1.6} and its
   * patches.
   */
  private static final String SUPPORTED_RELEASE = "v1.6.";

  private ClassTranslator() {}

  static boolean isOurs(GatewayClass gatewayClass) {
    return Waymark.CONTROLLER_NAME.equals(gatewayClass.getSpec().getControllerName());
  }

  /** Whether Gateways of the class are served. */
  static boolean isAccepted(GatewayClass gatewayClass) {
    return gatewayClass.getSpec().getParametersRef() == null;
  }

  /**
   * The status of a class of ours.
   *
   * @param bundleVersion the release of the cluster's CRDs; empty where they do not tell
   */
  static ClassStatus translate(GatewayClass gatewayClass, String bundleVersion) {
    long generation = gatewayClass.getMetadata().getGeneration();
    StatusCondition accepted =
        isAccepted(gatewayClass)
            ? StatusCondition.holds("Accepted", "Accepted", generation)
            : StatusCondition.fails(
                "Accepted",
                "InvalidParameters",
                "spec.parametersRef: the class takes no parameters",
                generation);
    return new ClassStatus(
        gatewayClass.getMetadata().getName(),
        List.of(accepted, supportedVersion(bundleVersion, generation)),
        SupportedFeatures.NAMES);
  }

  private static StatusCondition supportedVersion(String bundleVersion, long generation) {
    return bundleVersion.startsWith(SUPPORTED_RELEASE)
        ? StatusCondition.holds("SupportedVersion", "SupportedVersion", generation)
        : StatusCondition.fails(
            "SupportedVersion",
            "UnsupportedVersion",
            "the CRDs are of release '%s', written for is %sx"
                .formatted(bundleVersion, SUPPORTED_RELEASE),
            generation);
  }
}
