package dev.waymark.controlplane.mesh;

import dev.waymark.controlplane.Waymark;
import dev.waymark.controlplane.security.AuthorizationPolicy;
import dev.waymark.controlplane.security.ConnectionPolicy;
import dev.waymark.controlplane.security.PeerModes;
import dev.waymark.controlplane.status.StatusCondition;
import dev.waymark.controlplane.view.ClusterView;
import dev.waymark.controlplane.view.ObjectKey;
import dev.waymark.model.authorization.Authorization;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the nodes' proxies enforce: the policies that are attached to Pods, by a selector or by
 * being in a namespace. Those with targets are a waypoint's. Pure functions.
 */
final class ZtunnelPolicies {
  private static final String ACCEPTED = "ZtunnelAccepted";

  /** Policies here are for the whole mesh. */
  static final String ROOT_NAMESPACE = Waymark.SYSTEM_NAMESPACE;

  private ZtunnelPolicies() {}

  static List<Authorization> of(ClusterView view) {
    return Stream.concat(
            view.policies().authorization().values().stream()
                .filter(ZtunnelPolicies::isOurs)
                .map(policy -> ConnectionPolicy.of(policy, ROOT_NAMESPACE))
                .flatMap(translated -> translated.enforced().stream()),
            peerModes(view).policies().stream())
        .toList();
  }

  /** The names of the policies that select a Pod. */
  static List<String> selecting(Pod pod, ClusterView view) {
    String namespace = pod.getMetadata().getNamespace();
    Map<String, String> labels =
        Optional.ofNullable(pod.getMetadata().getLabels()).orElse(Map.of());
    return Stream.concat(
            view.policies().authorization().entrySet().stream()
                .filter(entry -> selects(entry.getKey(), entry.getValue(), namespace, labels))
                .map(entry -> entry.getKey().toString())
                .sorted(),
            peerModes(view).of(namespace, labels).stream())
        .toList();
  }

  private static boolean selects(
      ObjectKey key, AuthorizationPolicy policy, String namespace, Map<String, String> labels) {
    var selector = policy.said().selector();
    return selector != null
        && isOurs(policy)
        && (key.namespace().equals(namespace) || key.namespace().equals(ROOT_NAMESPACE))
        && selector.selects(labels);
  }

  private static boolean isOurs(AuthorizationPolicy policy) {
    return policy.said().targets().isEmpty();
  }

  private static PeerModes peerModes(ClusterView view) {
    return new PeerModes(view.policies().peer().values(), ROOT_NAMESPACE);
  }

  /** What the status of a policy says of the nodes' proxies; nothing where it has targets. */
  static Optional<StatusCondition> condition(AuthorizationPolicy policy) {
    return isOurs(policy) ? Optional.of(accepted(policy)) : Optional.empty();
  }

  private static StatusCondition accepted(AuthorizationPolicy policy) {
    long generation = policy.getMetadata().getGeneration();
    var action = policy.said().actionOrAllow();
    ConnectionPolicy translated = ConnectionPolicy.of(policy, ROOT_NAMESPACE);
    if (translated.enforced().isEmpty()) {
      return StatusCondition.fails(
          ACCEPTED,
          "UnsupportedValue",
          "action " + action + " is not enforced by ztunnel; target a waypoint with it",
          generation);
    }
    boolean allows = action == AuthorizationPolicy.Action.ALLOW;
    String remedy =
        allows
            ? "; the rules that have it are left out, so that less is allowed"
            : "; the rules that have it deny by what else they say, and have no effect without";
    if (!translated.unsupported().isEmpty()) {
      return StatusCondition.holds(
          ACCEPTED,
          "UnsupportedValue",
          "ztunnel does not know requests, target a waypoint with: "
              + String.join(", ", translated.unsupported())
              + remedy,
          generation);
    }
    if (!translated.unreadable().isEmpty()) {
      return StatusCondition.holds(
          ACCEPTED,
          "UnsupportedValue",
          "neither a port nor an address or block of them: "
              + String.join(", ", translated.unreadable())
              + remedy,
          generation);
    }
    return StatusCondition.holds(ACCEPTED, "Accepted", "attached to ztunnel", generation);
  }
}
