package dev.waymark.controlplane.mesh;

import dev.waymark.controlplane.Waymark;
import dev.waymark.controlplane.status.ParentRef;
import dev.waymark.controlplane.status.RouteStatus;
import dev.waymark.controlplane.status.RouteStatus.ParentStatus;
import dev.waymark.controlplane.status.StatusCondition;
import dev.waymark.controlplane.translate.ApplicationProtocol;
import dev.waymark.controlplane.translate.RouteTranslator;
import dev.waymark.controlplane.translate.TranslatedRoute;
import dev.waymark.controlplane.view.ClusterView;
import dev.waymark.controlplane.view.Lookup;
import dev.waymark.controlplane.view.ObjectKey;
import dev.waymark.model.BackendId;
import dev.waymark.model.GatewayKey;
import dev.waymark.model.HostPattern;
import dev.waymark.model.HttpMatch;
import dev.waymark.model.HttpRoute;
import dev.waymark.model.HttpRule;
import dev.waymark.model.Listener;
import dev.waymark.model.Listener.AttachedRoute;
import dev.waymark.model.PathMatch;
import dev.waymark.model.RouteKey;
import dev.waymark.model.RuleAction;
import dev.waymark.model.WeightedBackend;
import dev.waymark.model.waypoint.FrontedPort;
import dev.waymark.model.waypoint.FrontedService;
import dev.waymark.model.waypoint.WaypointConfig;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Routes that are attached to Services, and what the Services' waypoints make of them. A route in
 * its Service's namespace is for all clients; one of another namespace would be for that
 * namespace's clients only, which a waypoint does not tell apart, and is not accepted. A Service
 * without routes is forwarded to its own endpoints; one whose routes match nothing is not.
 *
 * @param attached how many routes each waypoint serves
 */
record MeshRoutes(
    List<WaypointConfig> waypoints, List<RouteStatus> statuses, Map<GatewayKey, Integer> attached) {

  /** A Service's port, or all of them. */
  private record Target(ObjectKey service, Optional<Integer> port) {}

  static MeshRoutes of(ClusterView view) {
    var statuses = new ArrayList<RouteStatus>();
    var byService = new HashMap<ObjectKey, Map<Target, List<HttpRoute>>>();
    view.routes()
        .forEach(
            (key, route) -> {
              List<ParentRef> parents = serviceParents(route);
              if (!parents.isEmpty() || hasStatusOfOurs(route)) {
                statuses.add(place(key, route, parents, byService, view));
              }
            });
    return configured(view, byService, statuses);
  }

  private static List<ParentRef> serviceParents(HTTPRoute route) {
    return route.getSpec().getParentRefs().stream()
        .map(ParentRef::of)
        .filter(ref -> ref.group().isEmpty() && ref.kind().equals("Service"))
        .toList();
  }

  private static boolean hasStatusOfOurs(HTTPRoute route) {
    return route.getStatus() != null
        && route.getStatus().getParents().stream()
            .anyMatch(
                parent -> Waymark.WAYPOINT_CONTROLLER_NAME.equals(parent.getControllerName()));
  }

  private static RouteStatus place(
      RouteKey key,
      HTTPRoute route,
      List<ParentRef> parents,
      Map<ObjectKey, Map<Target, List<HttpRoute>>> byService,
      ClusterView view) {
    TranslatedRoute translated = RouteTranslator.translate(route, new Lookup(view));
    var entries = new ArrayList<ParentStatus>();
    for (ParentRef ref : parents) {
      var service = new ObjectKey(ref.namespace().orElse(key.namespace()), ref.name());
      Optional<StatusCondition> refusal =
          refusal(ref, service, key, route.getMetadata().getGeneration(), view);
      if (refusal.isEmpty()) {
        byService
            .computeIfAbsent(service, _ -> new HashMap<>())
            .computeIfAbsent(new Target(service, port(ref, service, view)), _ -> new ArrayList<>())
            .add(translated.route());
      }
      entries.add(
          new ParentStatus(
              ref, conditions(translated, refusal, route.getMetadata().getGeneration())));
    }
    return new RouteStatus(key, Waymark.WAYPOINT_CONTROLLER_NAME, entries);
  }

  private static List<StatusCondition> conditions(
      TranslatedRoute translated, Optional<StatusCondition> refusal, long generation) {
    var conditions = new ArrayList<StatusCondition>();
    conditions.add(
        refusal
            // What can't be served at all is refused in the status, and answers with an error.
            .or(
                () ->
                    translated
                        .unusable()
                        .map(
                            why ->
                                StatusCondition.fails(
                                    "Accepted", "UnsupportedValue", why, generation)))
            .orElseGet(() -> StatusCondition.holds("Accepted", "Accepted", generation)));
    conditions.addAll(translated.conditions());
    return conditions;
  }

  private static Optional<StatusCondition> refusal(
      ParentRef ref, ObjectKey key, RouteKey route, long generation, ClusterView view) {
    Service service = view.services().get(key);
    if (service == null) {
      return refused("NoMatchingParent", "Service " + key + " does not exist", generation);
    }
    if (service.getSpec().getPorts().stream().noneMatch(port -> isNamed(port, ref))) {
      return refused(
          "NoMatchingParent", "Service " + key + " has no port of that name or number", generation);
    }
    if (!route.namespace().equals(key.namespace())) {
      return refused(
          "NotAllowedByListeners",
          "routes for the clients of one namespace are not supported: Service "
              + key
              + " takes routes of its own namespace only",
          generation);
    }
    return Optional.empty();
  }

  private static boolean isNamed(ServicePort port, ParentRef ref) {
    return ref.port().map(number -> number.equals(port.getPort())).orElse(true)
        && ref.sectionName().map(name -> name.equals(port.getName())).orElse(true);
  }

  /** The port that a reference narrows the Service down to, by number or by name. */
  private static Optional<Integer> port(ParentRef ref, ObjectKey key, ClusterView view) {
    Service service = view.services().get(key);
    return service == null || ref.sectionName().isEmpty()
        ? ref.port()
        : service.getSpec().getPorts().stream()
            .filter(port -> isNamed(port, ref))
            .map(ServicePort::getPort)
            .findFirst();
  }

  private static Optional<StatusCondition> refused(String reason, String message, long generation) {
    return Optional.of(StatusCondition.fails("Accepted", reason, message, generation));
  }

  private static MeshRoutes configured(
      ClusterView view,
      Map<ObjectKey, Map<Target, List<HttpRoute>>> byService,
      List<RouteStatus> statuses) {
    var fronted = new LinkedHashMap<GatewayKey, List<FrontedService>>();
    var attached = new HashMap<GatewayKey, Integer>();
    WaypointGateways.accepted(view).forEach(key -> fronted.put(key, new ArrayList<>()));
    view.services()
        .forEach(
            (key, service) -> {
              if (WaypointBinding.of(service, view) instanceof WaypointBinding.Bound(var waypoint)
                  && fronted.get(waypoint) instanceof List<FrontedService> services) {
                Map<Target, List<HttpRoute>> routes = byService.getOrDefault(key, Map.of());
                services.add(
                    front(key, service, routes)
                        .guardedBy(WaypointPolicies.guard(key, waypoint, view)));
                attached.merge(
                    waypoint, routes.values().stream().mapToInt(List::size).sum(), Integer::sum);
              }
            });
    List<WaypointConfig> configs = new ArrayList<>();
    fronted.forEach(
        (waypoint, services) -> {
          services.sort(Comparator.comparing(each -> each.service().toString()));
          configs.add(
              new WaypointConfig(waypoint, WaypointGateways.inbound(waypoint, view), services));
        });
    return new MeshRoutes(configs, statuses, attached);
  }

  private static FrontedService front(
      ObjectKey key, Service service, Map<Target, List<HttpRoute>> routes) {
    return new FrontedService(
        Services.host(key),
        Services.addresses(service),
        ServicePorts.tcp(service).stream().map(port -> front(key, service, port, routes)).toList());
  }

  private static FrontedPort front(
      ObjectKey key, Service service, ServicePort port, Map<Target, List<HttpRoute>> routes) {
    var forAll = routes.getOrDefault(new Target(key, Optional.empty()), List.of());
    var forPort = routes.getOrDefault(new Target(key, Optional.of(port.getPort())), List.of());
    Set<HttpRoute> all = new LinkedHashSet<>(forAll);
    all.addAll(forPort);
    ApplicationProtocol protocol = ApplicationProtocol.of(port);
    var self =
        new WeightedBackend(
            1,
            WeightedBackend.Service.of(
                new BackendId(key.namespace(), key.name(), port.getPort()), protocol.upstream()));
    // Without a word of what it speaks a port is HTTP once a route says so.
    if (protocol == ApplicationProtocol.TCP
        || protocol == ApplicationProtocol.UNKNOWN && all.isEmpty()) {
      return new FrontedPort.Tcp(port.getPort(), List.of(self));
    }
    List<AttachedRoute> attached =
        (all.isEmpty() ? Set.of(toItself(key, service, self)) : all)
            .stream().map(route -> new AttachedRoute(List.of(HostPattern.ANY), route)).toList();
    return new FrontedPort.Http(
        port.getPort(), new Listener("port-" + port.getPort(), HostPattern.ANY, attached));
  }

  private static HttpRoute toItself(ObjectKey key, Service service, WeightedBackend self) {
    return new HttpRoute(
        new RouteKey(key.namespace(), key.name()),
        Instant.parse(service.getMetadata().getCreationTimestamp()),
        List.of(
            new HttpRule(
                "",
                List.of(HttpMatch.of(new PathMatch.Prefix("/"))),
                RuleAction.Forward.to(List.of(self)))));
  }
}
