package dev.waymark.controlplane.mesh;

import dev.waymark.controlplane.security.AuthorizationPolicy;
import dev.waymark.controlplane.security.RequestRules;
import dev.waymark.controlplane.status.StatusCondition;
import dev.waymark.controlplane.view.ClusterView;
import dev.waymark.controlplane.view.ObjectKey;
import dev.waymark.model.GatewayKey;
import dev.waymark.model.authorization.RequestPolicy;
import dev.waymark.model.waypoint.Guard;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What waypoints enforce: the policies with targets. Pure functions. */
final class WaypointPolicies {
  private WaypointPolicies() {}

  /** What holds for a Service at its waypoint, in a stable order. */
  static Guard guard(ObjectKey service, GatewayKey waypoint, ClusterView view) {
    return new Guard(
        view.policies().authorization().values().stream()
            .filter(
                policy ->
                    PolicyTargets.include(
                        policy.said().targets(),
                        policy.getMetadata().getNamespace(),
                        service,
                        waypoint,
                        view))
            .flatMap(policy -> translated(policy).stream())
            .sorted(Comparator.comparing(RequestPolicy::key))
            .toList());
  }

  private static Optional<RequestPolicy> translated(AuthorizationPolicy policy) {
    return switch (policy.said().actionOrAllow()) {
      case ALLOW -> Optional.of(translated(policy, RequestPolicy.Action.ALLOW));
      case DENY -> Optional.of(translated(policy, RequestPolicy.Action.DENY));
      case AUDIT -> Optional.of(translated(policy, RequestPolicy.Action.AUDIT));
      // Nobody is there to be asked: what it is about is refused.
      case CUSTOM -> Optional.of(translated(policy, RequestPolicy.Action.DENY));
    };
  }

  private static RequestPolicy translated(AuthorizationPolicy policy, RequestPolicy.Action action) {
    return new RequestPolicy(
        policy.getMetadata().getNamespace(),
        policy.getMetadata().getName(),
        action,
        RequestRules.of(policy).rules(),
        policy.isDryRun());
  }

  /** What the status of a policy says of waypoints; nothing where it has no targets. */
  static Optional<StatusCondition> condition(AuthorizationPolicy policy, ClusterView view) {
    if (policy.said().targets().isEmpty()) {
      return Optional.empty();
    }
    StatusCondition bound =
        PolicyTargets.condition(
            policy.said().targets(),
            policy.getMetadata().getNamespace(),
            policy.getMetadata().getGeneration(),
            view);
    List<String> unreadable = RequestRules.of(policy).unreadable();
    return Optional.of(
        bound.isTrue() && !unreadable.isEmpty()
            ? StatusCondition.holds(
                bound.type(),
                "PartiallyInvalid",
                "can't be read, and let nothing pass: " + String.join(", ", unreadable),
                bound.observedGeneration())
            : bound);
  }
}
