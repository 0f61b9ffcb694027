package dev.waymark.mesh.defects;

import dev.waymark.controlplane.reconcile.Seams;
import dev.waymark.controlplane.status.ClassStatus;
import dev.waymark.controlplane.status.GatewayStatus;
import dev.waymark.controlplane.status.ListenerStatus;
import dev.waymark.controlplane.status.RouteStatus;
import dev.waymark.controlplane.status.RouteStatus.ParentStatus;
import dev.waymark.controlplane.status.StatusCondition;
import dev.waymark.controlplane.status.StatusWrite;
import dev.waymark.controlplane.view.ClusterView;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.Gateway;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.Listener;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Faults in statuses on their way out. */
final class StatusFaults {
  private StatusFaults() {}

  /** A change of a listener's status. */
  interface ListenerChange {
    ListenerStatus apply(ListenerStatus listener, GatewayStatus gateway, ClusterView view);
  }

  /** A change of a parent's entry in a route's status. */
  interface ParentChange {
    ParentStatus apply(ParentStatus parent, RouteStatus route, ClusterView view);
  }

  static Faults classes(UnaryOperator<ClassStatus> change) {
    return statuses(
        (status, _) -> status instanceof ClassStatus found ? change.apply(found) : status);
  }

  static Faults gateways(BiFunction<GatewayStatus, ClusterView, GatewayStatus> change) {
    return statuses(
        (status, view) ->
            status instanceof GatewayStatus found ? change.apply(found, view) : status);
  }

  static Faults listeners(ListenerChange change) {
    return gateways(
        (gateway, view) ->
            gateway.withListeners(
                gateway.listeners().stream()
                    .map(listener -> change.apply(listener, gateway, view))
                    .toList()));
  }

  static Faults routes(BiFunction<RouteStatus, ClusterView, RouteStatus> change) {
    return statuses(
        (status, view) -> status instanceof RouteStatus found ? change.apply(found, view) : status);
  }

  static Faults parents(ParentChange change) {
    return routes(
        (route, view) ->
            route.withParents(
                route.parents().stream()
                    .map(parent -> change.apply(parent, route, view))
                    .toList()));
  }

  /** Changes a route's condition wherever it fits. */
  static Faults parentConditions(
      Predicate<StatusCondition> fits, UnaryOperator<StatusCondition> change) {
    return parents(
        (parent, _, _) -> parent.withConditions(change(parent.conditions(), fits, change)));
  }

  /** Changes a listener's condition wherever it fits. */
  static Faults listenerConditions(
      Predicate<StatusCondition> fits, UnaryOperator<StatusCondition> change) {
    return listeners(
        (listener, _, _) -> listener.withConditions(change(listener.conditions(), fits, change)));
  }

  /** Changes a Gateway's own condition wherever it fits. */
  static Faults gatewayConditions(
      Predicate<StatusCondition> fits, UnaryOperator<StatusCondition> change) {
    return gateways(
        (gateway, _) -> gateway.withConditions(change(gateway.conditions(), fits, change)));
  }

  private static Faults statuses(BiFunction<StatusWrite, ClusterView, StatusWrite> change) {
    return Faults.of(Seams.NONE.withStatus(change));
  }

  // ---- conditions

  static List<StatusCondition> change(
      List<StatusCondition> conditions,
      Predicate<StatusCondition> fits,
      UnaryOperator<StatusCondition> change) {
    return conditions.stream()
        .map(condition -> fits.test(condition) ? change.apply(condition) : condition)
        .toList();
  }

  static Predicate<StatusCondition> says(String type, String status, String reason) {
    return condition ->
        condition.type().equals(type)
            && condition.status().equals(status)
            && condition.reason().equals(reason);
  }

  static Predicate<StatusCondition> isOf(String type) {
    return condition -> condition.type().equals(type);
  }

  static boolean holds(List<StatusCondition> conditions, Predicate<StatusCondition> fits) {
    return conditions.stream().anyMatch(fits);
  }

  static UnaryOperator<StatusCondition> reason(String reason) {
    return condition -> condition.withReason(reason);
  }

  static UnaryOperator<StatusCondition> becomes(String status, String reason) {
    return condition -> condition.withStatus(status).withReason(reason);
  }

  /** Conditions that never get beyond the generation that was seen first. */
  static final class FirstGeneration {
    private final Map<String, Long> seen = new HashMap<>();

    List<StatusCondition> apply(Optional<? extends HasMetadata> object, List<StatusCondition> now) {
      if (object.isEmpty()) {
        return now;
      }
      var metadata = object.get().getMetadata();
      long first = seen.computeIfAbsent(metadata.getUid(), _ -> metadata.getGeneration());
      return now.stream().map(condition -> condition.withObservedGeneration(first)).toList();
    }
  }

  // ---- what the statuses are of

  static Optional<Gateway> gateway(GatewayStatus status, ClusterView view) {
    return Optional.ofNullable(view.gateways().get(status.gateway()));
  }

  static Optional<HTTPRoute> route(RouteStatus status, ClusterView view) {
    return Optional.ofNullable(view.routes().get(status.route()));
  }

  static Optional<Listener> spec(ListenerStatus listener, GatewayStatus gateway, ClusterView view) {
    return gateway(gateway, view).stream()
        .flatMap(found -> found.getSpec().getListeners().stream())
        .filter(found -> Objects.equals(found.getName(), listener.name()))
        .findFirst();
  }

  /** The kinds of routes that a listener asks for by name. */
  static Stream<String> kindsAskedFor(
      ListenerStatus listener, GatewayStatus gateway, ClusterView view) {
    return spec(listener, gateway, view).stream()
        .filter(found -> found.getAllowedRoutes() != null)
        .flatMap(found -> found.getAllowedRoutes().getKinds().stream())
        .map(io.fabric8.kubernetes.api.model.gatewayapi.v1.RouteGroupKind::getKind);
  }
}
