package dev.waymark.dataplane.routing;

import dev.waymark.dataplane.http.RequestHead;
import dev.waymark.model.Expression;
import dev.waymark.model.HttpMatch;
import dev.waymark.model.HttpRoute;
import dev.waymark.model.HttpRule;
import dev.waymark.model.PathMatch;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The rules of one host pattern, by path. A request's path is hashed once, and the hash at each of
 * its segments' ends is kept, so that finding the longest prefix costs one look-up per segment,
 * however many routes there are. Paths are compared as they arrive, with percent-encoding untouched
 * (the standard says nothing of normalising). Immutable.
 */
final class PathTable {
  /**
   * The standard's order inside one path: a method, then more headers, then more parameters; routes
   * come in the order of age.
   */
  private static final Comparator<Rule> BEST_FIRST =
      Comparator.comparingInt((Rule rule) -> rule.match.method().isPresent() ? 0 : 1)
          .thenComparingInt(rule -> -rule.match.headers().size())
          .thenComparingInt(rule -> -rule.match.queryParams().size());

  private static final Comparator<Rule> LONGEST_EXPRESSION_FIRST =
      Comparator.comparingInt(rule -> -rule.match.path().value().length());

  private final ByteTable<Rule[]> exact;
  private final ByteTable<Rule[]> prefixes; // without a slash at the end; the root is the empty one
  private final Rule[] expressions;

  private record Rule(HttpMatch match, Conditions conditions, Action action) {}

  private PathTable(
      Map<String, List<Rule>> exact, Map<String, List<Rule>> prefixes, List<Rule> expressions) {
    this.exact = table(exact);
    this.prefixes = table(prefixes);
    this.expressions =
        expressions.stream()
            .sorted(LONGEST_EXPRESSION_FIRST.thenComparing(BEST_FIRST))
            .toArray(Rule[]::new);
  }

  /** Builds the table of routes that are given oldest first. */
  static PathTable of(List<HttpRoute> routes, ActionCache actions) {
    Map<String, List<Rule>> exact = new HashMap<>();
    Map<String, List<Rule>> prefixes = new HashMap<>();
    List<Rule> expressions = new ArrayList<>();
    for (HttpRoute route : routes) {
      for (HttpRule modelRule : route.rules()) {
        Action action = actions.of(modelRule.action());
        for (HttpMatch match : modelRule.matches()) {
          Rule rule = new Rule(match, Conditions.of(match), action);
          switch (match.path()) {
            case PathMatch.Exact path ->
                exact.computeIfAbsent(path.value(), _ -> new ArrayList<>()).add(rule);
            case PathMatch.Prefix path ->
                prefixes
                    .computeIfAbsent(
                        path.value().equals("/") ? "" : path.value(), _ -> new ArrayList<>())
                    .add(rule);
            case PathMatch.Regex _ -> expressions.add(rule);
          }
        }
      }
    }
    return new PathTable(exact, prefixes, expressions);
  }

  private static ByteTable<Rule[]> table(Map<String, List<Rule>> rules) {
    Map<String, Rule[]> sorted = new HashMap<>();
    // The sort is stable: rules that are equally good stay in the order of routes' age and of their
    // place in the route.
    rules.forEach(
        (path, list) -> sorted.put(path, list.stream().sorted(BEST_FIRST).toArray(Rule[]::new)));
    return new ByteTable<>(sorted);
  }

  /** What the best matching rule says, or null if none matches. */
  @Nullable Action find(RequestHead request, SegmentEnds ends) {
    byte[] bytes = request.headers().bytes();
    int start = request.targetStart();
    int end = request.pathEnd();
    int hash = ends.scan(bytes, start, end, prefixes.longest());
    Action found =
        end - start > exact.longest() ? null : firstOf(exact.get(bytes, start, end, hash), request);
    for (int i = ends.count() - 1; found == null && i >= 0; i--) {
      found = firstOf(prefixes.get(bytes, start, ends.end(i), ends.hash(i)), request);
    }
    return found != null || expressions.length == 0 ? found : firstExpression(request);
  }

  private static @Nullable Action firstOf(Rule @Nullable [] rules, RequestHead request) {
    if (rules != null) {
      for (Rule rule : rules) {
        if (rule.conditions.hold(request)) {
          return rule.action;
        }
      }
    }
    return null;
  }

  private @Nullable Action firstExpression(RequestHead request) {
    String path = request.path();
    for (Rule rule : expressions) {
      if (rule.match.path() instanceof PathMatch.Regex(Expression expression)
          && expression.matches(path)
          && rule.conditions.hold(request)) {
        return rule.action;
      }
    }
    return null;
  }
}
