package dev.waymark.mesh.defects;

import static dev.waymark.mesh.defects.StatusFaults.becomes;
import static dev.waymark.mesh.defects.StatusFaults.change;
import static dev.waymark.mesh.defects.StatusFaults.isOf;
import static dev.waymark.mesh.defects.StatusFaults.parents;
import static dev.waymark.mesh.defects.StatusFaults.route;
import static dev.waymark.mesh.defects.StatusFaults.says;

import dev.waymark.controlplane.status.StatusCondition;
import dev.waymark.controlplane.view.ClusterView;
import dev.waymark.model.Listener;
import dev.waymark.model.RouteKey;
import dev.waymark.model.WeightedBackend;
import dev.waymark.model.waypoint.FrontedPort;
import dev.waymark.model.waypoint.FrontedService;
import dev.waymark.model.workload.NamespacedHostname;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRouteBuilder;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.ParentReference;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Faults in whether a route of a Service is in force, where to, and what its status says. */
final class ServiceRouteDefects {
  static final List<Defect> ALL =
      List.of(
          new Defect(
              "SERVICE_UNKNOWN_PORT_ACCEPTED",
              "mesh.httproute.parent-port-unknown",
              "A route that names a port which its Service doesn't have is Accepted.",
              () ->
                  parents(
                      (parent, _, _) ->
                          parent.parent().port().isPresent()
                              ? parent.withConditions(
                                  change(
                                      parent.conditions(),
                                      says("Accepted", "False", "NoMatchingParent"),
                                      becomes("True", "Accepted")))
                              : parent)),
          new Defect(
              "SERVICE_DELETED_ROUTES_KEPT",
              "mesh.httproute.deleted",
              "The routes of a Service stay in force when the last of them is deleted.",
              () -> WaypointFaults.services(new Remembered()::apply)),
          new Defect(
              "SERVICE_ROUTE_OF_ANY_NAMESPACE",
              "mesh.httproute.foreign",
              "A route of another namespace is in force as if it were of its Service's.",
              ServiceRouteDefects::routesOfAnyNamespace),
          new Defect(
              "SERVICE_INSTEAD_OF_MISSING_BACKEND",
              "mesh.httproute.backend-missing.error",
              "Requests for a backend that doesn't exist go to the route's own Service.",
              () -> WaypointFaults.routed(ServiceRouteDefects::withItselfForMissing)),
          new Defect(
              "SERVICE_FOREIGN_BACKEND_SERVED",
              "mesh.httproute.backend-not-permitted.error",
              "A route of a Service reaches backends of other namespaces without a grant.",
              () ->
                  WaypointFaults.routed(
                      (routes, _, _) ->
                          withTargets(routes, ServiceRouteDefects::withoutPermission))),
          new Defect(
              "SERVICE_FOREIGN_BACKEND_NEVER_SERVED",
              "mesh.httproute.backend-permitted",
              "A route of a Service never reaches backends of other namespaces.",
              () ->
                  WaypointFaults.routed(
                      (routes, _, service) ->
                          withTargets(
                              routes,
                              target ->
                                  target instanceof WeightedBackend.Service found
                                          && !found
                                              .id()
                                              .namespace()
                                              .equals(service.service().namespace())
                                      ? new WeightedBackend.Invalid("RefNotPermitted")
                                      : target))),
          new Defect(
              "ROUTE_UNKNOWN_FILTER_UNREPORTED",
              "mesh.httproute.filter.unresolved.condition",
              "The status of a route with a filter that nobody knows says that all is well.",
              () ->
                  parents(
                      (parent, status, view) ->
                          route(status, view).stream().anyMatch(FilterDefects::hasUnknownFilter)
                              ? parent.withConditions(allWell(parent.conditions()))
                              : parent)));

  private ServiceRouteDefects() {}

  private static List<StatusCondition> allWell(List<StatusCondition> conditions) {
    return change(
        change(
            conditions.stream().filter(isOf("PartiallyInvalid").negate()).toList(),
            isOf("Accepted"),
            becomes("True", "Accepted")),
        isOf("ResolvedRefs"),
        becomes("True", "ResolvedRefs"));
  }

  /** What had routes once has them forever. */
  private static final class Remembered {
    private final Map<NamespacedHostname, List<FrontedPort>> routed = new HashMap<>();

    FrontedService apply(FrontedService service) {
      if (WaypointFaults.isWithoutRoutes(service)) {
        return Optional.ofNullable(routed.get(service.service()))
            .map(ports -> WaypointFaults.withPorts(service, ports))
            .orElse(service);
      }
      routed.put(service.service(), service.ports());
      return service;
    }
  }

  private static Faults routesOfAnyNamespace() {
    UnaryOperator<ClusterView> moved =
        ViewFaults.routes((route, _) -> inNamespaceOfItsService(route));
    return ViewFaults.served(
        view -> {
          var routes = new HashMap<RouteKey, HTTPRoute>();
          for (HTTPRoute route : moved.apply(view).routes().values()) {
            var metadata = route.getMetadata();
            routes.put(new RouteKey(metadata.getNamespace(), metadata.getName()), route);
          }
          return view.withRoutes(routes);
        });
  }

  private static HTTPRoute inNamespaceOfItsService(HTTPRoute route) {
    return route.getSpec().getParentRefs().stream()
        .filter(ref -> "Service".equals(ref.getKind()))
        .map(ParentReference::getNamespace)
        .filter(namespace -> namespace != null)
        .findFirst()
        .map(
            namespace ->
                new HTTPRouteBuilder(route)
                    .editMetadata()
                    .withNamespace(namespace)
                    .endMetadata()
                    .build())
        .orElse(route);
  }

  private static Listener withTargets(
      Listener listener, UnaryOperator<WeightedBackend.Target> change) {
    return ConfigFaults.eachRoute(
        listener,
        route ->
            ConfigFaults.withRules(
                route,
                route.rules().stream()
                    .map(rule -> rule.withAction(ConfigFaults.withTargets(rule.action(), change)))
                    .toList()));
  }

  private static Listener withItselfForMissing(
      Listener listener, FrontedPort.Http port, FrontedService service) {
    return withTargets(
        listener,
        target ->
            target instanceof WeightedBackend.Invalid invalid
                    && invalid.reason().equals("BackendNotFound")
                ? WaypointFaults.itself(service, port.number())
                : target);
  }

  private static WeightedBackend.Target withoutPermission(WeightedBackend.Target target) {
    return target instanceof WeightedBackend.Invalid invalid
            && invalid.reason().equals("RefNotPermitted")
            && invalid.named().isPresent()
        ? WeightedBackend.Service.of(invalid.named().get())
        : target;
  }
}
