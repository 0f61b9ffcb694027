package dev.waymark.mesh.defects;

import dev.waymark.controlplane.view.ClusterView;
import dev.waymark.model.Expression;
import dev.waymark.model.HeaderMatch;
import dev.waymark.model.HostPattern;
import dev.waymark.model.HttpMatch;
import dev.waymark.model.HttpMethod;
import dev.waymark.model.HttpRoute;
import dev.waymark.model.HttpRule;
import dev.waymark.model.Listener;
import dev.waymark.model.Listener.AttachedRoute;
import dev.waymark.model.PathMatch;
import dev.waymark.model.QueryParamMatch;
import dev.waymark.model.RouteKey;
import dev.waymark.model.RuleAction;
import dev.waymark.model.ValueMatch;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Faults in which requests a rule matches. */
final class MatchDefects {
  private static final int SERVICE_UNAVAILABLE = 503;
  private static final List<HttpMatch> GET =
      List.of(new HttpMatch(PathMatch.EVERY, Optional.of(HttpMethod.GET), List.of(), List.of()));

  static final List<Defect> ALL =
      List.of(
          new Defect(
              "MATCH_DEFAULT_TAKES_ONLY_GET",
              "httproute.match.default",
              "A rule whose only match is the default one takes GET requests only.",
              () ->
                  ConfigFaults.rules(
                      (rule, _) -> isOnlyDefault(rule) ? rule.withMatches(GET) : rule)),
          new Defect(
              "MATCH_NONE_UNAVAILABLE",
              "httproute.match.none",
              "mesh.httproute.match.none",
              "A request for a known hostname that no rule matches gets 503.",
              () -> ConfigFaults.listeners((listener, _) -> withCatchAll(listener))),
          new Defect(
              "MATCH_ONLY_FIRST_OF_RULE",
              "httproute.match.any-of",
              "Only the first match of a rule is looked at.",
              () ->
                  ConfigFaults.rules((rule, _) -> rule.withMatches(rule.matches().subList(0, 1)))),
          new Defect(
              "MATCH_EXACT_WITH_TRAILING_SLASH",
              "httproute.match.path.exact.trailing-slash",
              "An Exact path also matches with a trailing slash.",
              () ->
                  ConfigFaults.matches(
                      match ->
                          match.path() instanceof PathMatch.Exact(String path)
                                  && !path.endsWith("/")
                              ? List.of(match, match.withPath(new PathMatch.Exact(path + "/")))
                              : List.of(match))),
          new Defect(
              "MATCH_EXACT_WITH_SUBPATHS",
              "httproute.match.path.exact.no-subpath",
              "mesh.httproute.match.path.exact.no-prefix",
              "An Exact path also matches the paths below it, where nothing else does.",
              () ->
                  ConfigFaults.matches(
                      match ->
                          match.path() instanceof PathMatch.Exact(String path)
                              ? List.of(match, match.withPath(regex(quote(path) + "/.+")))
                              : List.of(match))),
          new Defect(
              "MATCH_PATH_WITHOUT_CASE",
              "httproute.match.path.case-sensitive",
              "Paths are compared without case.",
              () ->
                  ConfigFaults.matches(
                      match ->
                          switch (match.path()) {
                            case PathMatch.Exact(String path) ->
                                List.of(match, match.withPath(regex("(?i)" + quote(path))));
                            case PathMatch.Prefix(String path) ->
                                path.equals("/")
                                    ? List.of(match)
                                    : List.of(
                                        match,
                                        match.withPath(regex("(?i)" + quote(path) + "(/.*)?")));
                            case PathMatch.Regex _ -> List.of(match);
                          })),
          new Defect(
              "MATCH_HEADER_BY_BEGINNING",
              "httproute.match.header.exact",
              "mesh.httproute.match.header",
              "A header match is satisfied by a value that begins with the one asked for.",
              () ->
                  ConfigFaults.matches(
                      match ->
                          List.of(
                              match.withHeaders(
                                  match.headers().stream()
                                      .map(MatchDefects::byBeginning)
                                      .toList())))),
          new Defect(
              "MATCH_ONLY_LAST_HEADER",
              "httproute.match.header.all-of",
              "A match with several headers applies when its last one does.",
              () ->
                  ConfigFaults.matches(
                      match ->
                          match.headers().size() > 1
                              ? List.of(match.withHeaders(List.of(match.headers().getLast())))
                              : List.of(match))),
          new Defect(
              "MATCH_QUERY_AT_ROOT_ALONE",
              "mesh.httproute.match.query",
              "A match with query parameters takes requests for / alone, whatever its path says.",
              () ->
                  ConfigFaults.matches(
                      match ->
                          match.queryParams().isEmpty()
                              ? List.of(match)
                              : List.of(match.withPath(new PathMatch.Exact("/"))))),
          new Defect(
              "MATCH_ONLY_FIRST_QUERY_PARAM",
              "mesh.httproute.match.query.all-of",
              "Of the query parameters of a match only the first is looked at.",
              () ->
                  ConfigFaults.matches(
                      match ->
                          List.of(
                              match.withQueryParams(
                                  match.queryParams().stream().limit(1).toList())))),
          new Defect(
              "MATCH_QUERY_WITHOUT_CASE",
              "mesh.httproute.match.query.others",
              "Values of query parameters are compared without case.",
              () ->
                  ConfigFaults.matches(
                      match ->
                          List.of(
                              match.withQueryParams(
                                  match.queryParams().stream()
                                      .map(MatchDefects::withoutCase)
                                      .toList())))),
          new Defect(
              "RULE_WITH_NAME_IGNORED",
              "mesh.httproute.rule-name",
              "Rules with a name are not in force.",
              () ->
                  ConfigFaults.routes(
                      (route, _) ->
                          ConfigFaults.withRules(
                              route,
                              route.rules().stream()
                                  .filter(rule -> rule.name().isEmpty())
                                  .toList()))),
          new Defect(
              "MATCH_ONLY_FIRST_ROUTE_OF_HOST",
              "httproute.match.across-routes",
              "Of several routes that list the same exact hostname only the first is looked at.",
              () -> ConfigFaults.listeners(MatchDefects::withOneRoutePerExactHost)));

  private MatchDefects() {}

  /** The API's own default of a rule without matches is the prefix {@code /}. */
  private static boolean isOnlyDefault(HttpRule rule) {
    return rule.matches().equals(List.of(HttpMatch.of(PathMatch.EVERY)));
  }

  private static HeaderMatch byBeginning(HeaderMatch match) {
    return match.value() instanceof ValueMatch.Exact(String value)
        ? new HeaderMatch(match.name(), new ValueMatch.Regex(Expression.of(quote(value) + ".*")))
        : match;
  }

  private static QueryParamMatch withoutCase(QueryParamMatch match) {
    return match.value() instanceof ValueMatch.Exact(String value)
        ? new QueryParamMatch(
            match.name(), new ValueMatch.Regex(Expression.of("(?i)" + quote(value))))
        : match;
  }

  static PathMatch regex(String expression) {
    return new PathMatch.Regex(Expression.of(expression));
  }

  static String quote(String text) {
    return Pattern.quote(text);
  }

  /** The youngest route with the least specific match: it takes what all others leave. */
  private static Listener withCatchAll(Listener listener) {
    if (listener.routes().isEmpty()) {
      return listener;
    }
    var hosts =
        listener.routes().stream()
            .flatMap(attached -> attached.hosts().stream())
            .distinct()
            .filter(host -> isMostGeneral(host, listener))
            .toList();
    var rule =
        new HttpRule(
            "",
            List.of(HttpMatch.of(PathMatch.EVERY)),
            new RuleAction.Fail(SERVICE_UNAVAILABLE, "planted"));
    var route = new HttpRoute(new RouteKey("", "catch-all"), Instant.MAX, List.of(rule));
    var routes = new ArrayList<>(listener.routes());
    routes.add(new AttachedRoute(hosts, route));
    return listener.withRoutes(routes);
  }

  /** Under a more general host another route may still match. */
  private static boolean isMostGeneral(HostPattern host, Listener listener) {
    return listener.routes().stream()
        .flatMap(attached -> attached.hosts().stream())
        .noneMatch(other -> !other.equals(host) && other.includes(host));
  }

  private static Listener withOneRoutePerExactHost(Listener listener, ClusterView view) {
    var taken = new HashSet<HostPattern>();
    var routes = new ArrayList<AttachedRoute>();
    for (AttachedRoute attached : listener.routes()) {
      List<HostPattern> listed = HostnameDefects.written(attached.route(), view);
      List<HostPattern> hosts =
          attached.hosts().stream()
              .filter(
                  host ->
                      !(host instanceof HostPattern.Exact)
                          || !listed.contains(host)
                          || taken.add(host))
              .toList();
      if (!hosts.isEmpty()) {
        routes.add(new AttachedRoute(hosts, attached.route()));
      }
    }
    return listener.withRoutes(routes);
  }
}
