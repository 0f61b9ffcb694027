package dev.waymark.controlplane.mesh;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The words by which objects say what they want of the mesh: Istio's. */
final class Ambient {
  static final String USE_WAYPOINT = "istio.io/use-waypoint";
  static final String USE_WAYPOINT_NAMESPACE = "istio.io/use-waypoint-namespace";
  static final String INGRESS_USE_WAYPOINT = "istio.io/ingress-use-waypoint";

  /** On a Gateway or its class: for which traffic it stands. */
  static final String WAYPOINT_FOR = "istio.io/waypoint-for";

  /** On a Pod whose connections its node's proxy takes. */
  static final String REDIRECTION = "ambient.istio.io/redirection";

  /** On a Gateway or its class: how its Pods take what was tunnelled to them. */
  static final String INBOUND_BINDING = "ambient.istio.io/waypoint-inbound-binding";

  /** The value of {@link #USE_WAYPOINT} that opts out. */
  static final String NONE = "none";

  static final String CANONICAL_NAME = "service.istio.io/canonical-name";
  static final String CANONICAL_REVISION = "service.istio.io/canonical-revision";

  /** Where waypoints take tunnels, whatever their Gateways say. */
  static final int HBONE_PORT = 15008;

  static final String CLUSTER = "Kubernetes";
  static final String DOMAIN = "cluster.local";

  private Ambient() {}

  static @Nullable String label(@Nullable HasMetadata object, String key) {
    return object == null ? null : entry(object.getMetadata().getLabels(), key);
  }

  static @Nullable String annotation(@Nullable HasMetadata object, String key) {
    return object == null ? null : entry(object.getMetadata().getAnnotations(), key);
  }

  private static @Nullable String entry(@Nullable Map<String, String> entries, String key) {
    return entries == null ? null : entries.get(key);
  }

  static String hostname(String namespace, String service) {
    return service + "." + namespace + ".svc." + DOMAIN;
  }
}
