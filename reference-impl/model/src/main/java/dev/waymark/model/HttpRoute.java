package dev.waymark.model;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/**
 * The rules of one route, apart from where they are attached, so that a route's listeners share one
 * value.
 *
 * @param created when the route came to be; the older route wins where two match a request equally
 *     well
 * @param rules in the order written
 */
public record HttpRoute(RouteKey key, Instant created, List<HttpRule> rules) {
  /** Oldest first, then by namespace and name: the standard's tie-break between routes. */
  public static final Comparator<HttpRoute> AGE =
      Comparator.comparing(HttpRoute::created).thenComparing(HttpRoute::key);

  public HttpRoute {
    rules = List.copyOf(rules);
  }
}
