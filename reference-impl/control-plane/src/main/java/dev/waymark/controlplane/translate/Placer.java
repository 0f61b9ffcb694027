package dev.waymark.controlplane.translate;

import dev.waymark.controlplane.GatewayApi;
import dev.waymark.controlplane.Waymark;
import dev.waymark.controlplane.status.ParentRef;
import dev.waymark.controlplane.status.RouteStatus;
import dev.waymark.controlplane.status.RouteStatus.ParentStatus;
import dev.waymark.controlplane.status.StatusCondition;
import dev.waymark.controlplane.view.ClusterView;
import dev.waymark.model.GatewayKey;
import dev.waymark.model.HostPattern;
import dev.waymark.model.Listener.AttachedRoute;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Decides which listeners take a route, and says so for each parent that the route names. */
final class Placer {
  private final TranslatedRoute route;
  private final String namespace;
  private final long generation;
  private final ClusterView view;
  private final Map<ListenerKey, List<HostPattern>> taken = new LinkedHashMap<>();

  private Placer(TranslatedRoute route, long generation, ClusterView view) {
    this.route = route;
    this.namespace = route.route().key().namespace();
    this.generation = generation;
    this.view = view;
  }

  private record ListenerKey(GatewayKey gateway, String listener) {}

  /**
   * Places a route.
   *
   * @param parents the references to Gateways of ours, each with the Gateway
   */
  static Placement place(
      TranslatedRoute route, long generation, List<Parent> parents, ClusterView view) {
    var placer = new Placer(route, generation, view);
    List<ParentStatus> statuses = parents.stream().map(placer::attach).toList();
    var attached = new ArrayList<Placement.At>();
    placer.taken.forEach(
        (key, hosts) ->
            attached.add(
                new Placement.At(
                    key.gateway(), key.listener(), new AttachedRoute(hosts, route.route()))));
    return new Placement(
        new RouteStatus(route.route().key(), Waymark.CONTROLLER_NAME, statuses),
        List.copyOf(attached));
  }

  /** A Gateway as a route names it. */
  record Parent(ParentRef ref, TranslatedGateway gateway) {}

  private ParentStatus attach(Parent parent) {
    var conditions = new ArrayList<StatusCondition>();
    conditions.add(
        refusal(parent)
            .map(why -> StatusCondition.fails("Accepted", why.reason(), why.message(), generation))
            .orElseGet(() -> StatusCondition.holds("Accepted", "Accepted", generation)));
    conditions.addAll(route.conditions());
    return new ParentStatus(parent.ref(), conditions);
  }

  private record Refusal(String reason, String message) {}

  /** Attaches the route where it may, and says why not if it may nowhere. */
  private Optional<Refusal> refusal(Parent parent) {
    TranslatedGateway gateway = parent.gateway();
    List<TranslatedListener> named =
        gateway.listeners().stream().filter(listener -> isNamed(listener, parent.ref())).toList();
    if (named.isEmpty()) {
      return refused(
          "NoMatchingParent", "no listener of Gateway " + gateway.key() + " has that name or port");
    }
    List<TranslatedListener> allowing = named.stream().filter(this::allows).toList();
    if (allowing.isEmpty()) {
      return refused(
          "NotAllowedByListeners", "no listener takes HTTPRoutes from namespace " + namespace);
    }
    if (!gateway.isAccepted()) {
      return refused("Pending", "Gateway " + gateway.key() + " is not accepted itself");
    }
    var hosts = new LinkedHashMap<String, List<HostPattern>>();
    for (TranslatedListener listener : allowing) {
      List<HostPattern> common = commonHosts(listener);
      if (!common.isEmpty()) {
        hosts.put(listener.name(), common);
      }
    }
    if (hosts.isEmpty()) {
      return refused(
          "NoMatchingListenerHostname",
          "no listener covers any of " + route.hosts().stream().map(Object::toString).toList());
    }
    if (route.unusable().isPresent()) {
      return refused("UnsupportedValue", route.unusable().get());
    }
    hosts.forEach(
        (listener, common) -> taken.putIfAbsent(new ListenerKey(gateway.key(), listener), common));
    return Optional.empty();
  }

  private static Optional<Refusal> refused(String reason, String message) {
    return Optional.of(new Refusal(reason, message));
  }

  private static boolean isNamed(TranslatedListener listener, ParentRef ref) {
    return ref.sectionName().map(name -> name.equals(listener.name())).orElse(true)
        && ref.port().map(port -> port == listener.port()).orElse(true);
  }

  private boolean allows(TranslatedListener listener) {
    return listener.isAccepted()
        && listener.kinds().contains(GatewayApi.HTTP_ROUTE)
        && listener.namespaces().allow(namespace, view);
  }

  private List<HostPattern> commonHosts(TranslatedListener listener) {
    return route.hosts().isEmpty()
        ? List.of(listener.host())
        : route.hosts().stream()
            .flatMap(host -> HostPattern.intersection(listener.host(), host).stream())
            .distinct()
            .toList();
  }
}
