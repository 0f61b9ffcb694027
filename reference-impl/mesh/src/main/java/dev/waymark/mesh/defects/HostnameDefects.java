package dev.waymark.mesh.defects;

import static dev.waymark.mesh.defects.StatusFaults.parentConditions;
import static dev.waymark.mesh.defects.StatusFaults.reason;
import static dev.waymark.mesh.defects.StatusFaults.says;

import dev.waymark.controlplane.view.ClusterView;
import dev.waymark.model.GatewayConfig;
import dev.waymark.model.GatewayKey;
import dev.waymark.model.HostPattern;
import dev.waymark.model.HttpRoute;
import dev.waymark.model.Listener;
import dev.waymark.model.Listener.AttachedRoute;
import dev.waymark.model.Port;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Faults in which hosts listeners and routes are for. Where ports are meant, those of cleartext
 * HTTP are.
 */
final class HostnameDefects {
  static final List<Defect> ALL =
      List.of(
          new Defect(
              "LISTENER_EXACT_HOST_TAKES_SUBDOMAINS",
              "gateway.listener.hostname.exact",
              "A listener with an exact hostname takes its subdomains that no other listener"
                  + " covers.",
              () -> ConfigFaults.httpPorts((listeners, _) -> withSubdomains(listeners))),
          new Defect(
              "LISTENER_WILDCARD_HOST_DEAF",
              "gateway.listener.hostname.wildcard",
              "A wildcard listener beside an exact one of the same suffix takes no traffic.",
              () -> ConfigFaults.httpPorts((listeners, _) -> withDeafWildcards(listeners))),
          new Defect(
              "WILDCARD_HOST_TAKES_BARE_DOMAIN",
              "hostname.wildcard.not-bare",
              "A wildcard hostname also matches the bare domain.",
              () -> ConfigFaults.httpPorts((listeners, _) -> withBareDomains(listeners))),
          new Defect(
              "LISTENER_WILDCARD_BEATS_EXACT",
              "gateway.listener.hostname.most-specific",
              "A wildcard listener takes the requests before an exact one on the same port.",
              () -> ConfigFaults.httpPorts((listeners, _) -> withoutCovered(listeners))),
          new Defect(
              "LISTENER_FIRST_TAKES_ANY_HOST",
              "gateway.listener.hostname.no-match",
              "A host that no listener covers falls to the port's first listener.",
              () -> ConfigFaults.httpPorts(HostnameDefects::withFallback)),
          new Defect(
              "ROUTE_EXACT_HOST_TAKES_SUBDOMAINS",
              "httproute.hostname.exact",
              "An exact hostname of a route also matches its subdomains.",
              () -> hosts((host, _) -> Stream.of(host, subdomains(host)).distinct())),
          new Defect(
              "ROUTES_MERGED_PER_GATEWAY",
              "httproute.hostname.per-host",
              "Routes that share a hostname are merged for all hostnames of both.",
              () -> ConfigFaults.listeners((listener, _) -> merged(listener))),
          new Defect(
              "EXACT_IN_WILDCARD_DROPPED",
              "httproute.hostname.intersection.exact-in-wildcard",
              "Exact hostnames of routes are dropped where the listener's is a wildcard.",
              () ->
                  hosts(
                      (host, listener) ->
                          listener.host() instanceof HostPattern.Suffix
                                  && host instanceof HostPattern.Exact
                              ? Stream.empty()
                              : Stream.of(host))),
          new Defect(
              "WILDCARD_OVER_EXACT_DROPPED",
              "httproute.hostname.intersection.wildcard-over-exact",
              "Wildcard hostnames of routes are dropped where the listener's is exact.",
              () ->
                  routesOfListeners(
                      listener -> listener.host() instanceof HostPattern.Exact,
                      (attached, view) ->
                          namesNoneOrOneOf(attached, view) ? List.of(attached) : List.of())),
          new Defect(
              "WILDCARD_IN_WILDCARD_DROPPED",
              "httproute.hostname.intersection.wildcard-in-wildcard",
              "Wildcard hostnames of routes are dropped where the listener's is a wildcard too.",
              () ->
                  routesOfListeners(
                      listener -> listener.host() instanceof HostPattern.Suffix,
                      (attached, view) -> {
                        List<HostPattern> written = written(attached.route(), view);
                        List<HostPattern> kept =
                            attached.hosts().stream()
                                .filter(
                                    host -> written.isEmpty() || host instanceof HostPattern.Exact)
                                .toList();
                        return kept.isEmpty()
                            ? List.of()
                            : List.of(new AttachedRoute(kept, attached.route()));
                      })),
          new Defect(
              "HOST_INTERSECTION_UNBOUNDED",
              "httproute.hostname.intersection.bounded",
              "An attached route is served for all its exact hostnames, covered or not.",
              () -> ConfigFaults.httpPorts(HostnameDefects::unbounded)),
          new Defect(
              "NO_COMMON_HOST_WITHOUT_PARENT",
              "httproute.accepted.no-matching-hostname",
              "A route without a hostname in common is refused for NoMatchingParent.",
              () ->
                  parentConditions(
                      says("Accepted", "False", "NoMatchingListenerHostname"),
                      reason("NoMatchingParent"))),
          new Defect(
              "ROUTES_SHARED_BY_GATEWAYS",
              "gateway.routes-isolated",
              "Gateways with a route hostname in common serve each other's routes of that"
                  + " hostname.",
              () -> ConfigFaults.all((configs, _) -> shared(configs))));

  private HostnameDefects() {}

  private static HostPattern subdomains(HostPattern host) {
    return host instanceof HostPattern.Exact(String name)
        ? new HostPattern.Suffix("." + name)
        : host;
  }

  private static Listener serving(String name, HostPattern host, Listener like) {
    return new Listener(
        name,
        host,
        like.routes().stream()
            .map(attached -> new AttachedRoute(List.of(host), attached.route()))
            .toList());
  }

  private static List<Listener> withSubdomains(List<Listener> listeners) {
    return withMore(
        listeners,
        listener -> {
          HostPattern below = subdomains(listener.host());
          return listener.host() instanceof HostPattern.Exact
                  && listeners.stream().noneMatch(other -> other.host().includes(below))
              ? Stream.of(serving(listener.name() + "-below", below, listener))
              : Stream.empty();
        });
  }

  private static List<Listener> withBareDomains(List<Listener> listeners) {
    return withMore(
        listeners,
        listener ->
            listener.host() instanceof HostPattern.Suffix(String suffix)
                ? Stream.of(
                    serving(
                        listener.name() + "-bare",
                        new HostPattern.Exact(suffix.substring(1)),
                        listener))
                : Stream.empty());
  }

  private static List<Listener> withFallback(List<Listener> listeners, ClusterView view) {
    Listener first = listeners.getFirst();
    List<AttachedRoute> routes =
        first.routes().stream()
            .map(
                attached ->
                    written(attached.route(), view).isEmpty()
                        ? new AttachedRoute(List.of(HostPattern.ANY), attached.route())
                        : attached)
            .toList();
    return withMore(
        listeners,
        listener ->
            listener.equals(first)
                ? Stream.of(new Listener(first.name() + "-any", HostPattern.ANY, routes))
                : Stream.empty());
  }

  /** The listeners and those that are new, as far as their hosts are free. */
  private static List<Listener> withMore(
      List<Listener> listeners, Function<Listener, Stream<Listener>> more) {
    var all = new ArrayList<>(listeners);
    Set<HostPattern> taken = new LinkedHashSet<>(listeners.stream().map(Listener::host).toList());
    listeners.stream().flatMap(more).filter(added -> taken.add(added.host())).forEach(all::add);
    return all;
  }

  private static List<Listener> withDeafWildcards(List<Listener> listeners) {
    return listeners.stream()
        .map(
            listener ->
                listener.host() instanceof HostPattern.Suffix suffix
                        && listeners.stream()
                            .anyMatch(
                                other ->
                                    other.host() instanceof HostPattern.Exact
                                        && suffix.includes(other.host()))
                    ? listener.withRoutes(List.of())
                    : listener)
        .toList();
  }

  private static List<Listener> withoutCovered(List<Listener> listeners) {
    return listeners.stream()
        .filter(
            listener ->
                !(listener.host() instanceof HostPattern.Exact)
                    || listeners.stream()
                        .noneMatch(
                            other ->
                                other.host() instanceof HostPattern.Suffix suffix
                                    && suffix.includes(listener.host())))
        .toList();
  }

  private interface HostChange {
    Stream<HostPattern> apply(HostPattern host, Listener listener);
  }

  private static Faults hosts(HostChange change) {
    return ConfigFaults.listeners(
        (listener, _) ->
            listener.withRoutes(
                listener.routes().stream()
                    .flatMap(
                        attached -> {
                          List<HostPattern> hosts =
                              attached.hosts().stream()
                                  .flatMap(host -> change.apply(host, listener))
                                  .toList();
                          return hosts.isEmpty()
                              ? Stream.empty()
                              : Stream.of(new AttachedRoute(hosts, attached.route()));
                        })
                    .toList()));
  }

  private interface AttachmentChange {
    List<AttachedRoute> apply(AttachedRoute attached, ClusterView view);
  }

  private static Faults routesOfListeners(Predicate<Listener> which, AttachmentChange change) {
    return ConfigFaults.listeners(
        (listener, view) ->
            which.test(listener)
                ? listener.withRoutes(
                    listener.routes().stream()
                        .flatMap(attached -> change.apply(attached, view).stream())
                        .toList())
                : listener);
  }

  /** The hostnames that a route lists. */
  static List<HostPattern> written(HttpRoute route, ClusterView view) {
    return Optional.ofNullable(view.routes().get(route.key())).stream()
        .flatMap(found -> found.getSpec().getHostnames().stream())
        .map(HostPattern::parse)
        .toList();
  }

  private static boolean namesNoneOrOneOf(AttachedRoute attached, ClusterView view) {
    List<HostPattern> written = written(attached.route(), view);
    return written.isEmpty() || attached.hosts().stream().anyMatch(written::contains);
  }

  private static Listener merged(Listener listener) {
    return listener.withRoutes(
        listener.routes().stream()
            .map(
                attached ->
                    new AttachedRoute(
                        listener.routes().stream()
                            .filter(other -> sharesAHost(attached, other))
                            .flatMap(other -> other.hosts().stream())
                            .distinct()
                            .toList(),
                        attached.route()))
            .toList());
  }

  private static boolean sharesAHost(AttachedRoute one, AttachedRoute other) {
    return one.hosts().stream().anyMatch(other.hosts()::contains);
  }

  private static List<Listener> unbounded(List<Listener> listeners, ClusterView view) {
    var more = new HashMap<HostPattern, List<AttachedRoute>>();
    Set<String> bare = new LinkedHashSet<>();
    for (Listener listener : listeners) {
      if (listener.host() instanceof HostPattern.Suffix(String suffix)) {
        bare.add(suffix.substring(1));
      }
    }
    for (Listener listener : listeners) {
      for (AttachedRoute attached : listener.routes()) {
        for (HostPattern host : written(attached.route(), view)) {
          if (host instanceof HostPattern.Exact(String name)
              && !bare.contains(name)
              && listeners.stream().noneMatch(other -> other.host().includes(host))) {
            more.computeIfAbsent(host, _ -> new ArrayList<>())
                .add(new AttachedRoute(List.of(host), attached.route()));
          }
        }
      }
    }
    var all = new ArrayList<>(listeners);
    more.forEach(
        (host, routes) ->
            all.add(new Listener("uncovered-" + host, host, routes.stream().distinct().toList())));
    return all;
  }

  private static Map<GatewayKey, GatewayConfig> shared(Map<GatewayKey, GatewayConfig> configs) {
    var all = new HashMap<GatewayKey, GatewayConfig>();
    configs.forEach(
        (key, config) -> {
          List<AttachedRoute> foreign =
              configs.values().stream()
                  .filter(other -> !other.gateway().equals(key))
                  .filter(other -> other.gateway().namespace().equals(key.namespace()))
                  .flatMap(HostnameDefects::httpRoutes)
                  .toList();
          all.put(
              key,
              new GatewayConfig(
                  key,
                  config.ports().stream()
                      .map(
                          port ->
                              port instanceof Port.Http
                                  ? ConfigFaults.eachListener(
                                      port, listener -> withForeign(listener, foreign))
                                  : port)
                      .toList()));
        });
    return all;
  }

  private static Stream<AttachedRoute> httpRoutes(GatewayConfig config) {
    return config.ports().stream()
        .filter(Port.Http.class::isInstance)
        .flatMap(port -> port.listeners().stream())
        .flatMap(listener -> listener.routes().stream());
  }

  /**
   * The oldest route wins where two match equally well, so the foreign ones are made the oldest.
   */
  private static Listener withForeign(Listener listener, List<AttachedRoute> foreign) {
    Set<HostPattern> hosts = new LinkedHashSet<>();
    Set<Object> own = new LinkedHashSet<>();
    for (AttachedRoute attached : listener.routes()) {
      own.add(attached.route().key());
      attached.hosts().stream().filter(HostPattern.Exact.class::isInstance).forEach(hosts::add);
    }
    var routes = new ArrayList<>(listener.routes());
    for (AttachedRoute attached : foreign) {
      List<HostPattern> shared = attached.hosts().stream().filter(hosts::contains).toList();
      if (!shared.isEmpty() && own.add(attached.route().key())) {
        HttpRoute route = attached.route();
        routes.add(
            new AttachedRoute(shared, new HttpRoute(route.key(), Instant.EPOCH, route.rules())));
      }
    }
    return listener.withRoutes(routes);
  }
}
