package dev.waymark.controlplane.translate;

import dev.waymark.controlplane.status.StatusCondition;
import dev.waymark.controlplane.view.Lookup;
import dev.waymark.model.HostPattern;
import dev.waymark.model.HttpMatch;
import dev.waymark.model.HttpRoute;
import dev.waymark.model.HttpRule;
import dev.waymark.model.RouteKey;
import dev.waymark.model.RuleAction;
import dev.waymark.model.Timeouts;
import dev.waymark.model.WeightedBackend;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPBackendRef;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRouteRule;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRouteTimeouts;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An HTTPRoute's rules.
 *
 * <p>A rule that asks for something unsupported is never served as if it had not asked: its
 * requests are answered with 500, and the route is marked PartiallyInvalid. A route that has no
 * other rules is not accepted at all.
 */
public final class RouteTranslator {
  private static final int INTERNAL_SERVER_ERROR = 500;
  private static final int DEFAULT_WEIGHT = 1;

  private final HTTPRoute route;
  private final String namespace;
  private final Lookup lookup;
  private final List<Backends.NotFound> unresolved = new ArrayList<>();
  private final List<String> unsupported = new ArrayList<>();

  private RouteTranslator(HTTPRoute route, Lookup lookup) {
    this.route = route;
    this.namespace = route.getMetadata().getNamespace();
    this.lookup = lookup;
  }

  /** Translates a route by itself. */
  public static TranslatedRoute translate(HTTPRoute route, Lookup lookup) {
    return new RouteTranslator(route, lookup).translate();
  }

  private TranslatedRoute translate() {
    var rules = new ArrayList<HttpRule>();
    List<HTTPRouteRule> written = route.getSpec().getRules();
    for (int i = 0; i < written.size(); i++) {
      rule("spec.rules[" + i + "]", written.get(i)).ifPresent(rules::add);
    }
    boolean nothingUsable = !unsupported.isEmpty() && unsupported.size() == written.size();
    var key = new RouteKey(namespace, route.getMetadata().getName());
    return new TranslatedRoute(
        new HttpRoute(key, Instant.parse(route.getMetadata().getCreationTimestamp()), rules),
        route.getSpec().getHostnames().stream().map(HostPattern::parse).toList(),
        nothingUsable ? Optional.of(String.join("; ", unsupported)) : Optional.empty(),
        conditions(nothingUsable));
  }

  private List<StatusCondition> conditions(boolean nothingUsable) {
    long generation = route.getMetadata().getGeneration();
    var conditions = new ArrayList<StatusCondition>();
    conditions.add(
        unresolved.isEmpty()
            ? StatusCondition.holds("ResolvedRefs", "ResolvedRefs", generation)
            : StatusCondition.fails(
                "ResolvedRefs",
                unresolved.getFirst().reason(),
                String.join("; ", unresolved.stream().map(Backends.NotFound::message).toList()),
                generation));
    if (!unsupported.isEmpty() && !nothingUsable) {
      conditions.add(
          StatusCondition.holds(
              "PartiallyInvalid",
              "UnsupportedValue",
              "Requests of these rules are answered with 500: " + String.join("; ", unsupported),
              generation));
    }
    return conditions;
  }

  /** A rule whose matches can't be understood is nowhere to be put, and left out. */
  private Optional<HttpRule> rule(String field, HTTPRouteRule rule) {
    try {
      List<HttpMatch> matches = MatchTranslator.all(rule.getMatches());
      return Optional.of(
          new HttpRule(Text.orEmpty(rule.getName()), matches, action(field, rule, matches)));
    } catch (UnsupportedValue e) {
      unsupported.add(field + ".matches." + e.text());
      return Optional.empty();
    }
  }

  private RuleAction action(String field, HTTPRouteRule rule, List<HttpMatch> matches) {
    // References are followed even where the rule fails for another reason, so that the status
    // names all that is wrong.
    List<WeightedBackend> backends = new ArrayList<>();
    try {
      for (HTTPBackendRef ref : rule.getBackendRefs()) {
        backends.add(backend(ref));
      }
      refuseUnsupported(rule);
      Filters filters = Filters.ofRule(rule.getFilters(), matches);
      if (filters.redirect().isPresent()) {
        return redirect(filters.redirect().get(), filters);
      }
      Timeouts timeouts = timeouts(rule.getTimeouts());
      return backends.stream().allMatch(backend -> backend.weight() == 0)
          ? new RuleAction.Fail(INTERNAL_SERVER_ERROR, field + " has no backend with a weight")
          : new RuleAction.Forward(
              filters.request(), filters.response(), filters.rewrite(), timeouts, backends);
    } catch (UnsupportedValue e) {
      unsupported.add(field + "." + e.text());
      return new RuleAction.Fail(INTERNAL_SERVER_ERROR, e.text());
    }
  }

  private static void refuseUnsupported(HTTPRouteRule rule) throws UnsupportedValue {
    if (rule.getRetry() != null) {
      throw new UnsupportedValue("retry: retries are not supported");
    }
    if (rule.getSessionPersistence() != null) {
      throw new UnsupportedValue("sessionPersistence: session persistence is not supported");
    }
  }

  private static RuleAction redirect(RuleAction.Redirect redirect, Filters filters) {
    return new RuleAction.Redirect(
        redirect.scheme(),
        redirect.hostname(),
        redirect.port(),
        redirect.path(),
        redirect.status(),
        filters.response());
  }

  private WeightedBackend backend(HTTPBackendRef ref) throws UnsupportedValue {
    Integer weight = ref.getWeight();
    return new WeightedBackend(weight == null ? DEFAULT_WEIGHT : weight, target(ref));
  }

  private WeightedBackend.Target target(HTTPBackendRef ref) throws UnsupportedValue {
    return switch (Backends.resolve(namespace, ref, lookup)) {
      case Backends.Found found -> {
        Filters filters = Filters.ofBackend(ref.getFilters());
        yield new WeightedBackend.Service(
            found.id(), found.protocol(), filters.request(), filters.response());
      }
      case Backends.NotFound missing -> {
        unresolved.add(missing);
        yield new WeightedBackend.Invalid(missing.reason(), missing.named());
      }
    };
  }

  private static Timeouts timeouts(@Nullable HTTPRouteTimeouts timeouts) throws UnsupportedValue {
    if (timeouts == null) {
      return Timeouts.NONE;
    }
    return new Timeouts(
        duration("timeouts.request", timeouts.getRequest()),
        duration("timeouts.backendRequest", timeouts.getBackendRequest()));
  }

  private static Optional<Duration> duration(String field, @Nullable String text)
      throws UnsupportedValue {
    return text == null ? Optional.empty() : Optional.of(Durations.parse(field, text));
  }
}
