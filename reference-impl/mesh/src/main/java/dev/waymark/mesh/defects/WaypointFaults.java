package dev.waymark.mesh.defects;

import dev.waymark.controlplane.reconcile.Seams;
import dev.waymark.model.BackendId;
import dev.waymark.model.HttpMatch;
import dev.waymark.model.HttpRoute;
import dev.waymark.model.Listener;
import dev.waymark.model.PathMatch;
import dev.waymark.model.RuleAction;
import dev.waymark.model.WeightedBackend;
import dev.waymark.model.waypoint.FrontedPort;
import dev.waymark.model.waypoint.FrontedService;
import dev.waymark.model.waypoint.WaypointConfig;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** Faults in what waypoints are told of the Services that they stand in front of. */
final class WaypointFaults {
  private WaypointFaults() {}

  /** A change of the routes of a Service's port. */
  interface RoutesChange {
    Listener apply(Listener routes, FrontedPort.Http port, FrontedService service);
  }

  static Faults configs(UnaryOperator<WaypointConfig> change) {
    return Faults.of(
        Seams.NONE.withWaypoints((configs, _) -> configs.stream().map(change).toList()));
  }

  static Faults services(UnaryOperator<FrontedService> change) {
    return configs(config -> config.withServices(config.services().stream().map(change).toList()));
  }

  /** Changes the ports that routes are attached to. */
  static Faults routed(RoutesChange change) {
    return services(service -> withRouted(service, change));
  }

  static FrontedService withRouted(FrontedService service, RoutesChange change) {
    return withRoutes(
        service,
        port -> hasRoutes(port, service),
        (routes, port) -> change.apply(routes, port, service));
  }

  static FrontedService withRoutes(
      FrontedService service,
      Predicate<FrontedPort.Http> which,
      BiFunction<Listener, FrontedPort.Http, Listener> change) {
    return withPorts(
        service,
        service.ports().stream()
            .map(
                port ->
                    port instanceof FrontedPort.Http http && which.test(http)
                        ? new FrontedPort.Http(http.number(), change.apply(http.listener(), http))
                        : port)
            .toList());
  }

  static FrontedService withPorts(FrontedService service, List<FrontedPort> ports) {
    return new FrontedService(service.service(), service.addresses(), ports, service.guard());
  }

  /** Whether anybody attached a route, so that the port isn't just forwarded to the Service. */
  static boolean hasRoutes(FrontedPort port, FrontedService service) {
    return port instanceof FrontedPort.Http http
        && !http.listener().routes().stream()
            .allMatch(
                attached ->
                    leadsTo(service.service().namespace(), name(service), attached.route()));
  }

  /** Whether a route does nothing but forward everything to one Service. */
  static boolean leadsTo(String namespace, String service, HttpRoute route) {
    return isPlain(route)
        && route.rules().getFirst().action() instanceof RuleAction.Forward forward
        && forward.backends().getFirst().target() instanceof WeightedBackend.Service target
        && target.equals(WeightedBackend.Service.of(target.id(), target.protocol()))
        && target.id().namespace().equals(namespace)
        && target.id().service().equals(service);
  }

  /** Whether it has one rule for everything, that does nothing but name one backend. */
  static boolean isPlain(HttpRoute route) {
    return route.rules().size() == 1
        && route.rules().getFirst().matches().equals(everything())
        && route.rules().getFirst().action() instanceof RuleAction.Forward forward
        && forward.backends().size() == 1
        && forward.equals(RuleAction.Forward.to(forward.backends()));
  }

  /** Whether no port of the Service has routes. */
  static boolean isWithoutRoutes(FrontedService service) {
    return service.ports().stream().noneMatch(port -> hasRoutes(port, service));
  }

  static List<HttpMatch> everything() {
    return List.of(HttpMatch.of(PathMatch.EVERY));
  }

  /** What the port of a Service without routes does. */
  static RuleAction toItself(FrontedService service, int port) {
    return RuleAction.Forward.to(List.of(new WeightedBackend(1, itself(service, port))));
  }

  static WeightedBackend.Service itself(FrontedService service, int port) {
    return WeightedBackend.Service.of(
        new BackendId(service.service().namespace(), name(service), port));
  }

  /** The name of the Kubernetes object: the first label of its host name. */
  static String name(FrontedService service) {
    String host = service.service().hostname();
    return host.substring(0, host.indexOf('.'));
  }
}
