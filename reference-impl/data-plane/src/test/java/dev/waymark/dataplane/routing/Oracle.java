package dev.waymark.dataplane.routing;

import dev.waymark.model.HeaderMatch;
import dev.waymark.model.HostPattern;
import dev.waymark.model.HttpMatch;
import dev.waymark.model.HttpRoute;
import dev.waymark.model.HttpRule;
import dev.waymark.model.Listener;
import dev.waymark.model.PathMatch;
import dev.waymark.model.Port;
import dev.waymark.model.QueryParamMatch;
import dev.waymark.model.RuleAction;
import dev.waymark.model.ValueMatch;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The standard's text, word by word and with no regard for speed: of all listeners the most
 * specific, then of all matches that hold the best, by comparing each with each. It shares nothing
 * with the table but the model's records.
 */
final class Oracle {
  private Oracle() {}

  /** A request as plain values. */
  record Request(
      String method,
      String host,
      String path,
      Map<String, String> query,
      Map<String, String> headers) {}

  private record Candidate(
      HostPattern host, HttpMatch match, HttpRoute route, int place, RuleAction action) {}

  /** The action of the winning rule; empty for 404. */
  static Optional<RuleAction> decide(Port port, Request request) {
    return port.listeners().stream()
        .filter(listener -> covers(listener.host(), request.host()))
        .min((one, other) -> moreSpecific(one.host(), other.host()))
        .flatMap(listener -> best(listener, request));
  }

  private static Optional<RuleAction> best(Listener listener, Request request) {
    List<Candidate> holding = new ArrayList<>();
    for (Listener.AttachedRoute attached : listener.routes()) {
      for (HostPattern host : attached.hosts()) {
        int place = 0;
        for (HttpRule rule : attached.route().rules()) {
          for (HttpMatch match : rule.matches()) {
            Candidate candidate =
                new Candidate(host, match, attached.route(), place++, rule.action());
            if (covers(host, request.host()) && holds(match, request)) {
              holding.add(candidate);
            }
          }
        }
      }
    }
    return holding.stream().min(ORDER).map(Candidate::action);
  }

  /** HTTPRouteSpec.hostnames, then HTTPRouteRule.matches, then the ties. */
  private static final Comparator<Candidate> ORDER =
      ((Comparator<Candidate>) (one, other) -> moreSpecific(one.host(), other.host()))
          .thenComparing(candidate -> candidate.match().path() instanceof PathMatch.Exact ? 0 : 1)
          .thenComparing(candidate -> -candidate.match().path().value().length())
          .thenComparing(candidate -> candidate.match().method().isPresent() ? 0 : 1)
          .thenComparing(candidate -> -candidate.match().headers().size())
          .thenComparing(candidate -> -candidate.match().queryParams().size())
          .thenComparing(candidate -> candidate.route().created())
          .thenComparing(candidate -> candidate.route().key().namespace())
          .thenComparing(candidate -> candidate.route().key().name())
          .thenComparing(Candidate::place);

  private static int moreSpecific(HostPattern one, HostPattern other) {
    int byKind = Integer.compare(kind(one), kind(other));
    return byKind != 0
        ? byKind
        : Integer.compare(other.toString().length(), one.toString().length());
  }

  private static int kind(HostPattern pattern) {
    return pattern.toString().equals("*") ? 2 : pattern.toString().startsWith("*") ? 1 : 0;
  }

  private static boolean covers(HostPattern pattern, String host) {
    String text = pattern.toString();
    if (text.equals("*")) {
      return true;
    }
    return text.startsWith("*")
        ? host.endsWith(text.substring(1)) && host.length() > text.length() - 1
        : host.equals(text);
  }

  private static boolean holds(HttpMatch match, Request request) {
    return pathHolds(match.path(), request.path())
        && match.method().map(method -> method.name().equals(request.method())).orElse(true)
        && match.headers().stream().allMatch(header -> headerHolds(header, request))
        && match.queryParams().stream().allMatch(parameter -> parameterHolds(parameter, request));
  }

  private static boolean pathHolds(PathMatch match, String path) {
    return switch (match) {
      case PathMatch.Exact exact -> path.equals(exact.value());
      case PathMatch.Prefix prefix ->
          prefix.value().equals("/")
              || path.equals(prefix.value())
              || path.startsWith(prefix.value() + "/");
      case PathMatch.Regex regex -> regex.expression().matches(path);
    };
  }

  private static boolean headerHolds(HeaderMatch match, Request request) {
    String value = request.headers().get(match.name());
    return value != null
        && match.value() instanceof ValueMatch.Exact exact
        && exact.value().equals(value);
  }

  private static boolean parameterHolds(QueryParamMatch match, Request request) {
    String value = request.query().get(match.name());
    return value != null
        && match.value() instanceof ValueMatch.Exact exact
        && exact.value().equals(value);
  }
}
