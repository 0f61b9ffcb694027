package dev.waymark.controlplane.reconcile;

import dev.waymark.controlplane.GatewayApi;
import dev.waymark.controlplane.security.AuthorizationPolicy;
import dev.waymark.controlplane.security.PolicyStatus;
import dev.waymark.controlplane.status.AuthorizationPolicyStatus;
import dev.waymark.controlplane.status.ClassStatus;
import dev.waymark.controlplane.status.GatewayStatus;
import dev.waymark.controlplane.status.ListenerStatus;
import dev.waymark.controlplane.status.RouteStatus;
import dev.waymark.controlplane.status.RouteStatus.ParentStatus;
import dev.waymark.controlplane.status.ServiceStatus;
import dev.waymark.controlplane.status.StatusCondition;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.ServiceStatusBuilder;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.Gateway;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.GatewayBuilder;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.GatewayClass;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.GatewayClassBuilder;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.GatewayClassStatusBuilder;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.GatewayStatusAddress;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.GatewayStatusBuilder;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRouteBuilder;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRouteStatus;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRouteStatusBuilder;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.RouteGroupKind;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.RouteParentStatus;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.RouteParentStatusBuilder;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.SupportedFeature;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An object with the status that it should have, or nothing if it has it already. A condition keeps
 * the time of its last transition while its status stays, and what others wrote stays as it is.
 */
final class StatusMerge {
  private StatusMerge() {}

  static Optional<GatewayClass> merge(GatewayClass live, ClassStatus wanted, Instant now) {
    var before = live.getStatus();
    var after =
        (before == null ? new GatewayClassStatusBuilder() : new GatewayClassStatusBuilder(before))
            .withConditions(
                Conditions.mergeKeepingOthers(
                    before == null ? null : before.getConditions(), wanted.conditions(), now))
            .withSupportedFeatures(
                wanted.supportedFeatures().stream().map(SupportedFeature::new).toList())
            .build();
    return after.equals(before)
        ? Optional.empty()
        : Optional.of(new GatewayClassBuilder(live).withStatus(after).build());
  }

  static Optional<Gateway> merge(Gateway live, GatewayStatus wanted, Instant now) {
    var before = live.getStatus();
    var after =
        (before == null ? new GatewayStatusBuilder() : new GatewayStatusBuilder(before))
            .withAddresses(
                wanted.addresses().stream()
                    .map(address -> new GatewayStatusAddress(address.type(), address.value()))
                    .toList())
            .withConditions(
                Conditions.mergeKeepingOthers(
                    before == null ? null : before.getConditions(), wanted.conditions(), now))
            .withListeners(
                wanted.listeners().stream()
                    .map(
                        listener ->
                            listener(listener, listenerBefore(before, listener.name()), now))
                    .toList())
            .build();
    return after.equals(before)
        ? Optional.empty()
        : Optional.of(new GatewayBuilder(live).withStatus(after).build());
  }

  private static @Nullable List<Condition> listenerBefore(
      io.fabric8.kubernetes.api.model.gatewayapi.v1.@Nullable GatewayStatus status, String name) {
    return status == null
        ? null
        : status.getListeners().stream()
            .filter(listener -> name.equals(listener.getName()))
            .findFirst()
            .map(io.fabric8.kubernetes.api.model.gatewayapi.v1.ListenerStatus::getConditions)
            .orElse(null);
  }

  private static io.fabric8.kubernetes.api.model.gatewayapi.v1.ListenerStatus listener(
      ListenerStatus wanted, @Nullable List<Condition> before, Instant now) {
    return new io.fabric8.kubernetes.api.model.gatewayapi.v1.ListenerStatus(
        wanted.attachedRoutes(),
        Conditions.merge(before, wanted.conditions(), now),
        wanted.name(),
        wanted.supportedKinds().stream()
            .map(kind -> new RouteGroupKind(GatewayApi.GROUP, kind))
            .toList());
  }

  static Optional<Service> merge(Service live, ServiceStatus wanted, Instant now) {
    var before = live.getStatus();
    List<Condition> known = before == null ? List.of() : before.getConditions();
    List<Condition> after = merge(known, wanted.conditions(), wanted.absent(), now);
    return after.equals(known)
        ? Optional.empty()
        : Optional.of(
            new ServiceBuilder(live)
                .withStatus(
                    (before == null ? new ServiceStatusBuilder() : new ServiceStatusBuilder(before))
                        .withConditions(after)
                        .build())
                .build());
  }

  static Optional<AuthorizationPolicy> merge(
      AuthorizationPolicy live, AuthorizationPolicyStatus wanted, Instant now) {
    PolicyStatus before = live.getStatus() == null ? new PolicyStatus() : live.getStatus();
    List<Condition> after =
        merge(before.getConditions(), wanted.conditions(), wanted.absent(), now);
    if (after.equals(before.getConditions())) {
      return Optional.empty();
    }
    var merged = new AuthorizationPolicy();
    merged.setMetadata(live.getMetadata());
    merged.setSpec(live.getSpec());
    merged.setStatus(before.withConditions(after));
    return Optional.of(merged);
  }

  private static List<Condition> merge(
      List<Condition> before, List<StatusCondition> wanted, Set<String> absent, Instant now) {
    return Conditions.mergeKeepingOthers(before, wanted, now).stream()
        .filter(condition -> !absent.contains(condition.getType()))
        .toList();
  }

  /** The other controllers' entries first, in their order, then ours. */
  static Optional<HTTPRoute> merge(HTTPRoute live, RouteStatus wanted, Instant now) {
    HTTPRouteStatus before = live.getStatus();
    List<RouteParentStatus> entries = before == null ? List.of() : before.getParents();
    List<RouteParentStatus> own = entries.stream().filter(entry -> isOf(wanted, entry)).toList();
    var after = new ArrayList<RouteParentStatus>();
    for (ParentStatus parent : wanted.parents()) {
      after.add(parent(wanted.controller(), parent, own, now));
    }
    if (after.equals(own)) {
      return Optional.empty();
    }
    List<RouteParentStatus> all =
        Stream.concat(entries.stream().filter(entry -> !isOf(wanted, entry)), after.stream())
            .toList();
    return Optional.of(
        new HTTPRouteBuilder(live)
            .withStatus(new HTTPRouteStatusBuilder().withParents(all).build())
            .build());
  }

  private static boolean isOf(RouteStatus wanted, RouteParentStatus entry) {
    return wanted.controller().equals(entry.getControllerName());
  }

  private static RouteParentStatus parent(
      String controller, ParentStatus wanted, List<RouteParentStatus> own, Instant now) {
    var reference = wanted.parent().toReference();
    @Nullable List<Condition> before =
        own.stream()
            .filter(entry -> Objects.equals(entry.getParentRef(), reference))
            .findFirst()
            .map(RouteParentStatus::getConditions)
            .orElse(null);
    return new RouteParentStatusBuilder()
        .withControllerName(controller)
        .withParentRef(reference)
        .withConditions(Conditions.merge(before, wanted.conditions(), now))
        .build();
  }
}
