package dev.waymark.mesh.defects;

import dev.waymark.controlplane.reconcile.Seams;
import dev.waymark.controlplane.view.ClusterView;
import dev.waymark.dataplane.exchange.Arrival;
import dev.waymark.dataplane.exchange.Interceptor;
import dev.waymark.dataplane.http.RequestHead;
import dev.waymark.model.GatewayConfig;
import dev.waymark.model.GatewayKey;
import dev.waymark.model.HeaderEdits;
import dev.waymark.model.HttpMatch;
import dev.waymark.model.HttpRoute;
import dev.waymark.model.HttpRule;
import dev.waymark.model.Listener;
import dev.waymark.model.PathMatch;
import dev.waymark.model.RuleAction;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** What the newest configurations say of a request, for faults in messages that depend on it. */
final class Known {
  private volatile Map<GatewayKey, GatewayConfig> configs = Map.of();
  private volatile Optional<ClusterView> view = Optional.empty();

  /** A fault in the messages of each gateway. */
  static Faults faults(Function<OfGateway, Interceptor> interceptor) {
    var known = new Known();
    return new Faults(
        Seams.NONE.withConfigs(known::remember),
        gateway -> {
          OfGateway ofGateway = known.new OfGateway(gateway);
          return () -> interceptor.apply(ofGateway);
        });
  }

  private Map<GatewayKey, GatewayConfig> remember(
      Map<GatewayKey, GatewayConfig> now, ClusterView viewNow) {
    configs = now;
    view = Optional.of(viewNow);
    return now;
  }

  /** What is known of one gateway. */
  final class OfGateway {
    private final GatewayKey gateway;

    private OfGateway(GatewayKey gateway) {
      this.gateway = gateway;
    }

    /** The listeners of the port. */
    Stream<Listener> listeners(Arrival arrival) {
      return Optional.ofNullable(configs.get(gateway)).stream()
          .flatMap(config -> config.ports().stream())
          .filter(port -> port.number() == arrival.port())
          .flatMap(port -> port.listeners().stream());
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

    /** The edits of the rule whose path matches best. */
    HeaderEdits edits(RequestHead request, Arrival arrival) {
      String path = request.path();
      record Candidate(HttpMatch match, HttpRule rule) {}
      return routes(request, arrival)
          .flatMap(route -> route.rules().stream())
          .flatMap(rule -> rule.matches().stream().map(match -> new Candidate(match, rule)))
          .filter(candidate -> Paths.matches(candidate.match().path(), path))
          .min(Comparator.comparing(Candidate::match, HttpMatch.BEST_FIRST))
          .map(Candidate::rule)
          .map(HttpRule::action)
          .filter(RuleAction.Forward.class::isInstance)
          .map(action -> ((RuleAction.Forward) action).request())
          .orElse(HeaderEdits.NONE);
    }

    /** The cluster as it is. */
    Optional<ClusterView> view() {
      return view;
    }
  }
}
