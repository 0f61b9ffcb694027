package dev.waymark.mesh.defects;

import dev.waymark.controlplane.reconcile.Seams;
import dev.waymark.controlplane.view.ClusterView;
import dev.waymark.controlplane.view.ObjectKey;
import dev.waymark.model.HostPattern;
import dev.waymark.model.HttpRoute;
import dev.waymark.model.HttpRule;
import dev.waymark.model.Listener;
import dev.waymark.model.Listener.AttachedRoute;
import dev.waymark.model.RouteKey;
import dev.waymark.model.RuleAction;
import dev.waymark.model.WeightedBackend;
import dev.waymark.model.waypoint.FrontedPort;
import dev.waymark.model.waypoint.FrontedService;
import dev.waymark.model.waypoint.WaypointConfig;
import dev.waymark.model.workload.MeshView;
import dev.waymark.model.workload.NamespacedHostname;
import dev.waymark.model.workload.Workload;
import java.net.InetAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Faults in which requests a Service's routes are in force for, and which Service's they are. */
final class FrontendDefects {
  static final List<Defect> ALL =
      List.of(
          new Defect(
              "SERVICE_PLAIN_ROUTE_IGNORED",
              "mesh.httproute.backend",
              "A route that only names a backend is ignored: the Service's own Pods answer.",
              () ->
                  WaypointFaults.routed(
                      (routes, port, service) ->
                          routes(routes).allMatch(WaypointFaults::isPlain)
                              ? withRoutes(routes, List.of(toItself(port, service)))
                              : routes)),
          new Defect(
              "SERVICE_UNMATCHED_FORWARDED",
              "mesh.httproute.match.none.no-backend",
              "What no rule of a Service's routes matches goes to the Service's own Pods.",
              () -> WaypointFaults.routed(FrontendDefects::withItselfLast)),
          new Defect(
              "SERVICE_ROUTE_PORT_IGNORED",
              "mesh.httproute.parent-port",
              "A route that names a port of its Service is in force at the other ports too.",
              () -> WaypointFaults.services(FrontendDefects::withRoutesOfFirstPort)),
          new Defect(
              "SERVICE_ROUTE_LATER_PORT_DEAF",
              "mesh.ports.named",
              "A route that names another port than its Service's first is not in force.",
              () -> WaypointFaults.services(FrontendDefects::withoutRoutesOfLaterPorts)),
          new Defect(
              "SERVICE_ROUTE_ONLY_FIRST_PORT",
              "mesh.ports.all",
              "A route that names no port is in force at its Service's first port alone.",
              () -> WaypointFaults.services(FrontendDefects::withRoutesAtFirstPortAlone)),
          new Defect(
              "POD_ADDRESS_UNDER_ROUTES",
              "mesh.frontend.pod-address",
              "Connections to a Pod are subject to the routes of a Service that selects it.",
              FrontendDefects::routesForPods),
          new Defect(
              "SERVICE_OF_SAME_PODS_UNDER_ROUTES",
              "mesh.frontend.other-service",
              "A Service without routes takes those that forward to another with the same Pods.",
              FrontendDefects::routesForSamePods),
          new Defect(
              "SERVICE_KNOWN_BY_HOST_ONLY",
              "mesh.frontend.address-decides",
              "A Service's routes are in force for requests whose Host names it, and no others.",
              () ->
                  WaypointFaults.routed((routes, _, service) -> withHosts(routes, hosts(service)))),
          new Defect(
              "SERVICE_NAMED_BY_HOST",
              "mesh.frontend.host-decides-nothing",
              "The routes of the Service that the Host names are in force at every other.",
              () -> WaypointFaults.configs(FrontendDefects::withRoutesByHost)));

  private FrontendDefects() {}

  private static Listener withRoutes(Listener listener, List<HttpRoute> routes) {
    return listener.withRoutes(
        routes.stream().map(route -> new AttachedRoute(List.of(HostPattern.ANY), route)).toList());
  }

  private static Stream<HttpRoute> routes(Listener listener) {
    return listener.routes().stream().map(AttachedRoute::route);
  }

  /** The youngest of routes, with the least specific match. */
  private static HttpRoute toItself(FrontedPort.Http port, FrontedService service) {
    return new HttpRoute(
        new RouteKey("", "planted"),
        Instant.MAX,
        List.of(
            new HttpRule(
                "", WaypointFaults.everything(), WaypointFaults.toItself(service, port.number()))));
  }

  private static Listener withItselfLast(
      Listener listener, FrontedPort.Http port, FrontedService service) {
    return withRoutes(
        listener, Stream.concat(routes(listener), Stream.of(toItself(port, service))).toList());
  }

  /** Where the first port has routes and others have none, these get them too. */
  private static FrontedService withRoutesOfFirstPort(FrontedService service) {
    return service.ports().stream()
        .filter(port -> WaypointFaults.hasRoutes(port, service))
        .map(port -> ((FrontedPort.Http) port).listener())
        .findFirst()
        .map(
            routes ->
                WaypointFaults.withRoutes(
                    service,
                    port -> !WaypointFaults.hasRoutes(port, service),
                    (listener, _) -> listener.withRoutes(routes.routes())))
        .orElse(service);
  }

  private static FrontedService withoutRoutesOfLaterPorts(FrontedService service) {
    return WaypointFaults.hasRoutes(service.ports().getFirst(), service)
        ? service
        : WaypointFaults.withRouted(
            service, (routes, port, _) -> withRoutes(routes, List.of(toItself(port, service))));
  }

  /** Routes that are at every port name none. */
  private static FrontedService withRoutesAtFirstPortAlone(FrontedService service) {
    Set<HttpRoute> everywhere = new HashSet<>();
    for (FrontedPort port : service.ports()) {
      if (port instanceof FrontedPort.Http http) {
        Set<HttpRoute> here = new HashSet<>(routes(http.listener()).toList());
        if (port.equals(service.ports().getFirst())) {
          everywhere.addAll(here);
        } else {
          everywhere.retainAll(here);
        }
      }
    }
    return WaypointFaults.withRouted(
        service,
        (routes, port, _) ->
            port.equals(service.ports().getFirst())
                ? routes
                : withRoutes(
                    routes,
                    routes(routes).allMatch(everywhere::contains)
                        ? List.of(toItself(port, service))
                        : routes(routes).filter(route -> !everywhere.contains(route)).toList()));
  }

  // ---- whose routes

  /** The Pods get the waypoint of their Service, and stand behind it as Services do. */
  private static Faults routesForPods() {
    var pods = new PodsAsServices();
    return Faults.of(
        Seams.NONE
            .withMesh(pods::see)
            .withWaypoints((configs, _) -> configs.stream().map(pods::front).toList()));
  }

  private static final class PodsAsServices {
    private MeshView mesh = MeshView.EMPTY;

    MeshView see(MeshView now) {
      mesh = now;
      return MeshServiceDefects.withWaypoints(
          now, workload -> MeshServiceDefects.waypointOfService(workload, now));
    }

    WaypointConfig front(WaypointConfig config) {
      var services = new ArrayList<>(config.services());
      for (Workload workload : mesh.workloads()) {
        workload.addresses().stream()
            .findFirst()
            .flatMap(address -> front(workload, address, config.services()))
            .ifPresent(services::add);
      }
      return config.withServices(services);
    }

    private static Optional<FrontedService> front(
        Workload workload, InetAddress address, List<FrontedService> services) {
      var ports = new ArrayList<FrontedPort>();
      var taken = new HashSet<Integer>();
      // Services with routes first, so that a Pod's port has some if any Service has.
      services.stream()
          .filter(service -> workload.services().containsKey(service.service()))
          .sorted(Comparator.comparing(WaypointFaults::isWithoutRoutes))
          .forEach(
              service -> {
                var own = workload.services().get(service.service());
                for (FrontedPort port : service.ports()) {
                  Integer number = own == null ? null : own.get(port.number());
                  if (number != null
                      && port instanceof FrontedPort.Http http
                      && taken.add(number)) {
                    ports.add(new FrontedPort.Http(number, http.listener()));
                  }
                }
              });
      return ports.isEmpty()
          ? Optional.empty()
          : Optional.of(
              new FrontedService(
                  new NamespacedHostname(workload.namespace(), workload.name() + ".pod.planted"),
                  List.of(address),
                  ports));
    }
  }

  private static Faults routesForSamePods() {
    return Faults.of(
        Seams.NONE.withWaypoints(
            (configs, view) ->
                configs.stream()
                    .map(
                        config -> {
                          var selected = new SameSelector(config, view);
                          return config.withServices(
                              config.services().stream().map(selected::withRoutes).toList());
                        })
                    .toList()));
  }

  private record SameSelector(WaypointConfig config, ClusterView view) {
    FrontedService withRoutes(FrontedService service) {
      return WaypointFaults.isWithoutRoutes(service)
          ? config.services().stream()
              .filter(other -> selector(other).equals(selector(service)))
              .filter(other -> !WaypointFaults.isWithoutRoutes(other))
              .filter(FrontendDefects::forwardsToItself)
              .findFirst()
              .map(other -> WaypointFaults.withPorts(service, other.ports()))
              .orElse(service)
          : service;
    }

    private Map<String, String> selector(FrontedService service) {
      var found =
          view.services()
              .get(new ObjectKey(service.service().namespace(), WaypointFaults.name(service)));
      return found == null || found.getSpec().getSelector() == null
          ? Map.of("", service.service().toString()) // nobody else's
          : found.getSpec().getSelector();
    }
  }

  /** So that the Pods that answer stay the same, and only what else the routes do is seen. */
  private static boolean forwardsToItself(FrontedService service) {
    return service.ports().stream()
        .filter(port -> WaypointFaults.hasRoutes(port, service))
        .flatMap(port -> routes(((FrontedPort.Http) port).listener()))
        .flatMap(route -> route.rules().stream())
        .allMatch(
            rule ->
                rule.action() instanceof RuleAction.Forward forward
                    && forward.backends().stream()
                        .allMatch(
                            backend ->
                                backend.target() instanceof WeightedBackend.Service target
                                    && target.id().service().equals(WaypointFaults.name(service))));
  }

  /** All that clients may call it. */
  private static List<HostPattern> hosts(FrontedService service) {
    String host = service.service().hostname();
    var hosts = new ArrayList<HostPattern>();
    for (int dot = host.indexOf('.'); dot > 0; dot = host.indexOf('.', dot + 1)) {
      hosts.add(new HostPattern.Exact(host.substring(0, dot)));
    }
    hosts.add(new HostPattern.Exact(host));
    return hosts;
  }

  private static Listener withHosts(Listener listener, List<HostPattern> hosts) {
    return listener.withRoutes(
        listener.routes().stream()
            .map(attached -> new AttachedRoute(hosts, attached.route()))
            .toList());
  }

  private static WaypointConfig withRoutesByHost(WaypointConfig config) {
    return config.withServices(
        config.services().stream()
            .map(
                service ->
                    WaypointFaults.withRoutes(
                        service,
                        _ -> true,
                        (listener, port) -> withRoutesOfOthers(listener, port, service, config)))
            .toList());
  }

  private static Listener withRoutesOfOthers(
      Listener listener, FrontedPort.Http port, FrontedService service, WaypointConfig config) {
    var routes = new ArrayList<>(listener.routes());
    for (FrontedService other : config.services()) {
      if (!other.equals(service)) {
        other.ports().stream()
            .filter(each -> each.number() == port.number())
            .filter(each -> WaypointFaults.hasRoutes(each, other))
            .flatMap(each -> routes(((FrontedPort.Http) each).listener()))
            .forEach(route -> routes.add(new AttachedRoute(hosts(other), route)));
      }
    }
    return listener.withRoutes(routes);
  }
}
