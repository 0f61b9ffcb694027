package dev.waymark.mesh.defects;

import dev.waymark.model.HeaderMatch;
import dev.waymark.model.HostPattern;
import dev.waymark.model.HttpMatch;
import dev.waymark.model.HttpRoute;
import dev.waymark.model.HttpRule;
import dev.waymark.model.Listener;
import dev.waymark.model.Listener.AttachedRoute;
import dev.waymark.model.PathMatch;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Faults in which of several matching rules wins. The data plane's order is fixed, so what should
 * lose is taken away or what should win is added.
 */
final class PrecedenceDefects {
  static final List<Defect> ALL =
      List.of(
          new Defect(
              "PATH_BEATS_HOSTNAME",
              "httproute.precedence.hostname",
              "The longer path wins over the more specific hostname.",
              () -> ConfigFaults.listeners((listener, _) -> withGeneralRoutes(listener))),
          new Defect(
              "PREFIX_BEATS_EXACT_PATH",
              "httproute.precedence.exact-path",
              "A PathPrefix of the same text wins over an Exact path of the same route.",
              () -> ConfigFaults.routes((route, _) -> withoutExactUnderPrefix(route))),
          new Defect(
              "SHORTER_PREFIX_WINS",
              "httproute.precedence.longest-prefix",
              "mesh.httproute.precedence.longest-prefix",
              "Of several PathPrefixes that match the shortest wins.",
              () -> ConfigFaults.listeners((listener, _) -> withoutLongerPrefixes(listener))),
          new Defect(
              "HEADERS_BEAT_PATH",
              "httproute.precedence.path-before-headers",
              "mesh.httproute.precedence.path-before-headers",
              "The number of header matches is compared before the length of the path.",
              () -> ConfigFaults.routes((route, _) -> withHeadersOnLongerPaths(route))),
          new Defect(
              "HEADER_COUNT_IGNORED",
              "httproute.precedence.header-count",
              "mesh.httproute.precedence.header-count",
              "The number of header matches is not compared.",
              () -> ConfigFaults.listeners((listener, _) -> withoutHeaderCount(listener))),
          new Defect(
              "LAST_RULE_WINS",
              "httproute.precedence.rule-order",
              "Where matches of one route tie the last rule wins.",
              () ->
                  ConfigFaults.routes(
                      (route, _) -> ConfigFaults.withRules(route, route.rules().reversed()))),
          new Defect(
              "YOUNGEST_ROUTE_WINS",
              "httproute.precedence.oldest-route",
              "Where matches of several routes tie, the youngest route wins.",
              () -> ConfigFaults.listeners((listener, _) -> reversed(listener))));

  private PrecedenceDefects() {}

  /** The routes get ages that turn their order round, ties by name included. */
  private static Listener reversed(Listener listener) {
    var routes = new ArrayList<AttachedRoute>();
    for (AttachedRoute attached : listener.routes()) {
      HttpRoute route = attached.route();
      routes.add(
          new AttachedRoute(
              attached.hosts(),
              new HttpRoute(
                  route.key(), Instant.EPOCH.minusSeconds(routes.size()), route.rules())));
    }
    return listener.withRoutes(routes);
  }

  /**
   * Routes of a more general host are served under the more specific ones too, where only the path
   * ranks them.
   */
  private static Listener withGeneralRoutes(Listener listener) {
    List<HostPattern> all =
        listener.routes().stream()
            .flatMap(attached -> attached.hosts().stream())
            .distinct()
            .toList();
    return listener.withRoutes(
        listener.routes().stream()
            .map(
                attached ->
                    new AttachedRoute(
                        Stream.concat(
                                attached.hosts().stream(),
                                all.stream()
                                    .filter(
                                        host ->
                                            attached.hosts().stream()
                                                .anyMatch(own -> own.includes(host))))
                            .toList(),
                        attached.route()))
            .toList());
  }

  private static HttpRoute withMatches(HttpRoute route, List<List<HttpMatch>> matches) {
    var rules = new ArrayList<HttpRule>();
    for (int i = 0; i < route.rules().size(); i++) {
      if (!matches.get(i).isEmpty()) {
        rules.add(route.rules().get(i).withMatches(matches.get(i)));
      }
    }
    return ConfigFaults.withRules(route, rules);
  }

  private static Stream<HttpMatch> matches(HttpRoute route) {
    return route.rules().stream().flatMap(rule -> rule.matches().stream());
  }

  private static HttpRoute without(HttpRoute route, java.util.function.Predicate<HttpMatch> which) {
    return withMatches(
        route,
        route.rules().stream()
            .map(rule -> rule.matches().stream().filter(which.negate()).toList())
            .toList());
  }

  private static HttpRoute withoutExactUnderPrefix(HttpRoute route) {
    return without(
        route,
        match ->
            match.path() instanceof PathMatch.Exact(String exact)
                && matches(route)
                    .anyMatch(
                        other ->
                            other.path() instanceof PathMatch.Prefix(String prefix)
                                && prefix.equals(exact)));
  }

  /** Only a shorter prefix that matches every request below it can be the one that wins. */
  private static Listener withoutLongerPrefixes(Listener listener) {
    return listener.withRoutes(
        listener.routes().stream()
            .map(
                attached -> {
                  List<String> winners = plainPrefixes(attached, listener);
                  return new AttachedRoute(
                      attached.hosts(),
                      without(
                          attached.route(),
                          match ->
                              match.path() instanceof PathMatch.Prefix(String longer)
                                  && winners.stream()
                                      .anyMatch(
                                          shorter ->
                                              !shorter.equals(longer)
                                                  && Paths.isUnder(longer, shorter))));
                })
            .toList());
  }

  /** The prefixes that are matched, with nothing else asked, for a host of the route. */
  private static List<String> plainPrefixes(AttachedRoute attached, Listener listener) {
    return listener.routes().stream()
        .filter(other -> !Collections.disjoint(other.hosts(), attached.hosts()))
        .flatMap(other -> matches(other.route()))
        .filter(match -> match.equals(HttpMatch.of(match.path())))
        .map(HttpMatch::path)
        .filter(PathMatch.Prefix.class::isInstance)
        .map(PathMatch::value)
        .toList();
  }

  /**
   * A match with headers gets a twin on every longer path that has fewer: there its headers win.
   */
  private static HttpRoute withHeadersOnLongerPaths(HttpRoute route) {
    return withMatches(
        route,
        route.rules().stream()
            .map(
                rule ->
                    rule.matches().stream()
                        .flatMap(
                            match ->
                                Stream.concat(Stream.of(match), twinsOnLongerPaths(match, route)))
                        .toList())
            .toList());
  }

  private static Stream<HttpMatch> twinsOnLongerPaths(HttpMatch match, HttpRoute route) {
    return match.path() instanceof PathMatch.Prefix(String shorter)
        ? matches(route)
            .filter(other -> other.headers().size() < match.headers().size())
            .map(HttpMatch::path)
            .filter(
                path ->
                    path instanceof PathMatch.Prefix(String longer)
                        && (shorter.equals("/") || longer.startsWith(shorter + "/"))
                        && !longer.equals(shorter))
            .distinct()
            .map(match::withPath)
        : Stream.empty();
  }

  private record Placed(HttpRoute route, int rule, HttpMatch match) {}

  /**
   * An earlier match with fewer headers gets a twin with the headers of both, for every later match
   * with more on the same path and host, and so wins wherever both hold; if the later match says
   * all that the earlier does, it is never reached.
   */
  private static Listener withoutHeaderCount(Listener listener) {
    return listener.withRoutes(
        listener.routes().stream()
            .map(attached -> new AttachedRoute(attached.hosts(), withTwins(attached, listener)))
            .toList());
  }

  private static HttpRoute withTwins(AttachedRoute attached, Listener listener) {
    List<Placed> later = placed(listener, attached);
    HttpRoute route = attached.route();
    var matches = new ArrayList<List<HttpMatch>>();
    for (int i = 0; i < route.rules().size(); i++) {
      int rule = i;
      var changed = new ArrayList<HttpMatch>();
      for (HttpMatch match : route.rules().get(i).matches()) {
        changed.add(match);
        later.stream()
            .filter(other -> !other.route().equals(route) || other.rule() > rule)
            .map(Placed::match)
            .filter(other -> other.path().equals(match.path()))
            .filter(other -> other.headers().size() > match.headers().size())
            .flatMap(other -> withHeadersOfBoth(match, other).stream())
            .forEach(changed::add);
      }
      matches.add(changed);
    }
    return withMatches(route, matches);
  }

  /** The matches of the route and of those that come after it and share a host. */
  private static List<Placed> placed(Listener listener, AttachedRoute from) {
    var placed = new ArrayList<Placed>();
    boolean reached = false;
    for (AttachedRoute attached : listener.routes()) {
      reached |= attached.equals(from);
      if (reached && !Collections.disjoint(attached.hosts(), from.hosts())) {
        for (int i = 0; i < attached.route().rules().size(); i++) {
          for (HttpMatch match : attached.route().rules().get(i).matches()) {
            placed.add(new Placed(attached.route(), i, match));
          }
        }
      }
    }
    return placed;
  }

  private static Optional<HttpMatch> withHeadersOfBoth(HttpMatch one, HttpMatch other) {
    var headers = new LinkedHashMap<String, HeaderMatch>();
    for (HeaderMatch header : other.headers()) {
      headers.put(header.name(), header);
    }
    for (HeaderMatch header : one.headers()) {
      HeaderMatch known = headers.putIfAbsent(header.name(), header);
      if (known != null && !known.equals(header)) {
        return Optional.empty();
      }
    }
    return Optional.of(one.withHeaders(List.copyOf(headers.values())));
  }
}
