package dev.waymark.mesh.defects;

import dev.waymark.controlplane.reconcile.Seams;
import dev.waymark.controlplane.view.ClusterView;
import dev.waymark.model.Endpoints;
import dev.waymark.model.GatewayConfig;
import dev.waymark.model.GatewayKey;
import dev.waymark.model.HttpMatch;
import dev.waymark.model.HttpRoute;
import dev.waymark.model.HttpRule;
import dev.waymark.model.Listener;
import dev.waymark.model.Listener.AttachedRoute;
import dev.waymark.model.Port;
import dev.waymark.model.RuleAction;
import dev.waymark.model.WeightedBackend;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Faults in what gateways are told, and waypoints, as far as both are told the same. */
final class ConfigFaults {
  private ConfigFaults() {}

  static Faults all(
      BiFunction<Map<GatewayKey, GatewayConfig>, ClusterView, Map<GatewayKey, GatewayConfig>>
          change) {
    return Faults.of(Seams.NONE.withConfigs(change));
  }

  static Faults ports(BiFunction<Port, ClusterView, Port> change) {
    return all(
        (configs, view) -> {
          var changed = new HashMap<GatewayKey, GatewayConfig>();
          configs.forEach(
              (key, config) ->
                  changed.put(
                      key,
                      new GatewayConfig(
                          key,
                          config.ports().stream().map(port -> change.apply(port, view)).toList())));
          return changed;
        });
  }

  /** Changes the ports of cleartext HTTP. */
  static Faults httpPorts(BiFunction<List<Listener>, ClusterView, List<Listener>> change) {
    return ports(
        (port, view) ->
            switch (port) {
              case Port.Http http ->
                  new Port.Http(http.number(), change.apply(http.listeners(), view));
              case Port.Https https -> https;
            });
  }

  /** Changes the listeners of Gateways, and the routes that Services have. */
  static Faults listeners(BiFunction<Listener, ClusterView, Listener> change) {
    Faults ofGateways =
        ports((port, view) -> eachListener(port, listener -> change.apply(listener, view)));
    return Faults.of(
        ofGateways
            .seams()
            .withWaypoints(
                (configs, view) ->
                    configs.stream()
                        .map(
                            config ->
                                config.withServices(
                                    config.services().stream()
                                        .map(
                                            service ->
                                                WaypointFaults.withRouted(
                                                    service,
                                                    (routes, _, _) -> change.apply(routes, view)))
                                        .toList()))
                        .toList()));
  }

  static Port eachListener(Port port, UnaryOperator<Listener> change) {
    return switch (port) {
      case Port.Http http ->
          new Port.Http(http.number(), http.listeners().stream().map(change).toList());
      case Port.Https https ->
          new Port.Https(
              https.number(),
              https.tlsListeners().stream()
                  .map(tls -> new Port.TlsListener(change.apply(tls.http()), tls.certificates()))
                  .toList());
    };
  }

  static Faults routes(BiFunction<HttpRoute, ClusterView, HttpRoute> change) {
    return listeners((listener, view) -> eachRoute(listener, route -> change.apply(route, view)));
  }

  static Listener eachRoute(Listener listener, UnaryOperator<HttpRoute> change) {
    return listener.withRoutes(
        listener.routes().stream()
            .map(attached -> new AttachedRoute(attached.hosts(), change.apply(attached.route())))
            .toList());
  }

  static Faults rules(BiFunction<HttpRule, ClusterView, HttpRule> change) {
    return routes(
        (route, view) ->
            withRules(
                route, route.rules().stream().map(rule -> change.apply(rule, view)).toList()));
  }

  /** Changes each match into one or several. */
  static Faults matches(Function<HttpMatch, List<HttpMatch>> change) {
    return rules(
        (rule, _) ->
            rule.withMatches(
                rule.matches().stream().flatMap(match -> change.apply(match).stream()).toList()));
  }

  static Faults actions(BiFunction<RuleAction, ClusterView, RuleAction> change) {
    return rules((rule, view) -> rule.withAction(change.apply(rule.action(), view)));
  }

  static Faults forwards(UnaryOperator<RuleAction.Forward> change) {
    return actions(
        (action, _) ->
            switch (action) {
              case RuleAction.Forward forward -> change.apply(forward);
              case RuleAction.Redirect _, RuleAction.Fail _ -> action;
            });
  }

  static Faults redirects(UnaryOperator<RuleAction.Redirect> change) {
    return actions(
        (action, _) ->
            switch (action) {
              case RuleAction.Redirect redirect -> change.apply(redirect);
              case RuleAction.Forward _, RuleAction.Fail _ -> action;
            });
  }

  static RuleAction withTargets(RuleAction action, UnaryOperator<WeightedBackend.Target> change) {
    return action instanceof RuleAction.Forward forward
        ? forward.withBackends(
            forward.backends().stream()
                .map(
                    backend ->
                        new WeightedBackend(backend.weight(), change.apply(backend.target())))
                .toList())
        : action;
  }

  static Faults endpoints(BiFunction<Endpoints, ClusterView, Endpoints> change) {
    return Faults.of(Seams.NONE.withEndpoints(change));
  }

  static HttpRoute withRules(HttpRoute route, List<HttpRule> rules) {
    return new HttpRoute(route.key(), route.created(), rules);
  }
}
