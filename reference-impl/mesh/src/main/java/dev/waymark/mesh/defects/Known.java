package dev.waymark.mesh.defects;

import dev.waymark.controlplane.reconcile.Seams;
import dev.waymark.controlplane.view.ClusterView;
import dev.waymark.dataplane.exchange.Arrival;
import dev.waymark.dataplane.exchange.Interceptor;
import dev.waymark.dataplane.http.RequestHead;
import dev.waymark.model.HeaderEdits;
import dev.waymark.model.HttpMatch;
import dev.waymark.model.HttpRoute;
import dev.waymark.model.HttpRule;
import dev.waymark.model.Listener;
import dev.waymark.model.PathMatch;
import dev.waymark.model.RuleAction;
import dev.waymark.model.UrlRewrite;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What the newest routes of a request's port say of it, and the cluster, for faults in messages
 * that depend on it.
 */
final class Known {
  private volatile Optional<ClusterView> view = Optional.empty();

  /** A fault in the messages of every gateway and waypoint. */
  static Faults faults(Function<Known, Interceptor> interceptor) {
    var known = new Known();
    return new Faults(
        Seams.NONE.withConfigs(
            (configs, viewNow) -> {
              known.view = Optional.of(viewNow);
              return configs;
            }),
        () -> interceptor.apply(known));
  }

  /** The listeners of the port. */
  Stream<Listener> listeners(Arrival arrival) {
    return arrival.routes().get().listeners().stream();
  }

  /** The routes that are served for the request's host. */
  Stream<HttpRoute> routes(RequestHead request, Arrival arrival) {
    String host = request.host();
    return listeners(arrival)
        .flatMap(listener -> listener.routes().stream())
        .filter(attached -> attached.hosts().stream().anyMatch(pattern -> pattern.matches(host)))
        .map(Listener.AttachedRoute::route)
        .distinct();
  }

  /** All paths that are matched for the request's host. */
  List<PathMatch> paths(RequestHead request, Arrival arrival) {
    return routes(request, arrival)
        .flatMap(route -> route.rules().stream())
        .flatMap(rule -> rule.matches().stream())
        .map(HttpMatch::path)
        .distinct()
        .toList();
  }

  /** How the rule whose path matches best sends the request on, if it does. */
  Optional<RuleAction.Forward> forward(RequestHead request, Arrival arrival) {
    String path = request.path();
    record Candidate(HttpMatch match, HttpRule rule) {}
    return routes(request, arrival)
        .flatMap(route -> route.rules().stream())
        .flatMap(rule -> rule.matches().stream().map(match -> new Candidate(match, rule)))
        .filter(candidate -> Paths.matches(candidate.match().path(), path))
        .min(Comparator.comparing(Candidate::match, HttpMatch.BEST_FIRST))
        .map(candidate -> candidate.rule().action())
        .filter(RuleAction.Forward.class::isInstance)
        .map(RuleAction.Forward.class::cast);
  }

  /** The edits of the rule whose path matches best. */
  HeaderEdits edits(RequestHead request, Arrival arrival) {
    return forward(request, arrival).map(RuleAction.Forward::request).orElse(HeaderEdits.NONE);
  }

  /** Whether the rule whose path matches best changes the request's target. */
  boolean isRewritten(RequestHead request, Arrival arrival) {
    return forward(request, arrival)
        .map(RuleAction.Forward::rewrite)
        .filter(rewrite -> !rewrite.equals(UrlRewrite.NONE))
        .isPresent();
  }

  /** Whether this is a port of a Service without routes, which a waypoint forwards to it. */
  boolean isWithoutRoute(Arrival arrival) {
    return listeners(arrival)
        .flatMap(listener -> listener.routes().stream())
        .map(Listener.AttachedRoute::route)
        .allMatch(
            route -> WaypointFaults.leadsTo(route.key().namespace(), route.key().name(), route));
  }

  /** The cluster as it is. */
  Optional<ClusterView> view() {
    return view;
  }
}
