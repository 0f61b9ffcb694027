package dev.waymark.controlplane.mesh;

import dev.waymark.controlplane.GatewayApi;
import dev.waymark.controlplane.security.PolicyTarget;
import dev.waymark.controlplane.status.StatusCondition;
import dev.waymark.controlplane.view.ClusterView;
import dev.waymark.controlplane.view.ObjectKey;
import dev.waymark.model.GatewayKey;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.Gateway;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.GatewayClass;
import java.util.List;
import java.util.stream.Collectors;

/** What the targets of a policy are, and who enforces it for them. Pure functions. */
final class PolicyTargets {
  private static final String ACCEPTED = "WaypointAccepted";

  private PolicyTargets() {}

  /** Whether a policy of a namespace is for a Service, and enforced by its waypoint. */
  static boolean include(
      List<PolicyTarget> targets,
      String namespace,
      ObjectKey service,
      GatewayKey waypoint,
      ClusterView view) {
    Gateway gateway = view.gateways().get(waypoint);
    return targets.stream()
        .anyMatch(
            target ->
                switch (kind(target)) {
                  case SERVICE -> new ObjectKey(namespace, target.name()).equals(service);
                  case GATEWAY -> new GatewayKey(namespace, target.name()).equals(waypoint);
                  case GATEWAY_CLASS ->
                      namespace.equals(ZtunnelPolicies.ROOT_NAMESPACE)
                          && gateway != null
                          && target.name().equals(gateway.getSpec().getGatewayClassName());
                  case OTHER -> false;
                });
  }

  private enum Kind {
    SERVICE,
    GATEWAY,
    GATEWAY_CLASS,
    OTHER
  }

  private static Kind kind(PolicyTarget target) {
    return switch (target.group() + "/" + target.kind()) {
      case "/Service", "core/Service" -> Kind.SERVICE;
      case GatewayApi.GROUP + "/Gateway" -> Kind.GATEWAY;
      case GatewayApi.GROUP + "/GatewayClass" -> Kind.GATEWAY_CLASS;
      default -> Kind.OTHER;
    };
  }

  /** What became of one target. */
  private record Outcome(boolean bound, String reason, String message) {
    static Outcome boundTo(Object waypoint) {
      return new Outcome(true, "Accepted", "bound to " + waypoint);
    }

    static Outcome refused(String reason, String message) {
      return new Outcome(false, reason, message);
    }
  }

  /** All targets of a policy in one condition. */
  static StatusCondition condition(
      List<PolicyTarget> targets, String namespace, long generation, ClusterView view) {
    List<Outcome> outcomes =
        targets.stream().map(target -> outcome(target, namespace, view)).toList();
    String refusals =
        outcomes.stream()
            .filter(outcome -> !outcome.bound())
            .map(Outcome::message)
            .collect(Collectors.joining("; "));
    if (refusals.isEmpty()) {
      return StatusCondition.holds(
          ACCEPTED,
          "Accepted",
          outcomes.stream().map(Outcome::message).distinct().collect(Collectors.joining("; ")),
          generation);
    }
    if (outcomes.stream().anyMatch(Outcome::bound)) {
      return StatusCondition.holds(ACCEPTED, "PartiallyInvalid", refusals, generation);
    }
    return StatusCondition.fails(
        ACCEPTED,
        outcomes.size() == 1 ? outcomes.getFirst().reason() : "Invalid",
        refusals,
        generation);
  }

  private static Outcome outcome(PolicyTarget target, String namespace, ClusterView view) {
    return switch (kind(target)) {
      case SERVICE -> service(new ObjectKey(namespace, target.name()), view);
      case GATEWAY -> gateway(new GatewayKey(namespace, target.name()), view);
      case GATEWAY_CLASS -> gatewayClass(target.name(), namespace, view);
      case OTHER ->
          Outcome.refused(
              "Invalid",
              "kind "
                  + target.kind()
                  + " of group '"
                  + target.group()
                  + "' can't be targeted: expected Service, Gateway or GatewayClass");
    };
  }

  private static Outcome service(ObjectKey key, ClusterView view) {
    Service service = view.services().get(key);
    if (service == null) {
      return Outcome.refused("TargetNotFound", "Service " + key + " was not found");
    }
    return WaypointBinding.of(service, view) instanceof WaypointBinding.Bound bound
        ? Outcome.boundTo(bound.waypoint())
        : Outcome.refused("AncestorNotBound", "Service " + key + " is not bound to a waypoint");
  }

  private static Outcome gateway(GatewayKey key, ClusterView view) {
    boolean ready =
        view.gateways().get(key) instanceof Gateway gateway
            && gateway.getStatus() != null
            && !gateway.getStatus().getAddresses().isEmpty();
    return ready
        ? Outcome.boundTo(key)
        : Outcome.refused("TargetNotFound", "no waypoint " + key + " was found that is ready");
  }

  private static Outcome gatewayClass(String name, String namespace, ClusterView view) {
    if (!namespace.equals(ZtunnelPolicies.ROOT_NAMESPACE)) {
      return Outcome.refused(
          "Invalid",
          "only policies of namespace "
              + ZtunnelPolicies.ROOT_NAMESPACE
              + " may target a GatewayClass");
    }
    GatewayClass gatewayClass = view.classes().get(name);
    if (gatewayClass == null) {
      return Outcome.refused("TargetNotFound", "GatewayClass " + name + " was not found");
    }
    return WaypointGateways.isOurs(gatewayClass)
        ? Outcome.boundTo("GatewayClass " + name)
        : Outcome.refused("Invalid", "GatewayClass " + name + " is not one of waypoints");
  }
}
