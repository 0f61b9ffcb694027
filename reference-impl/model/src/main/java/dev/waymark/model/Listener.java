package dev.waymark.model;

import java.util.Comparator;
import java.util.List;

/**
 * A named set of hosts on a port, and the routes that serve them.
 *
 * @param name the Gateway's name for it, unique within the Gateway
 * @param host which hosts belong to it
 * @param routes in the order of {@link HttpRoute#AGE}, oldest first
 */
public record Listener(String name, HostPattern host, List<AttachedRoute> routes) {
  private static final Comparator<AttachedRoute> OLDEST_FIRST =
      Comparator.comparing(AttachedRoute::route, HttpRoute.AGE);

  public Listener {
    routes = routes.stream().sorted(OLDEST_FIRST).toList();
  }

  /** This listener with other routes. */
  public Listener withRoutes(List<AttachedRoute> replacement) {
    return new Listener(name, host, replacement);
  }

  /**
   * A route as one listener serves it.
   *
   * @param hosts for which hosts: the intersection of the listener's host and the route's host
   *     names, worked out by the control plane; never empty. A request takes the most specific
   *     pattern that matches it first, and only when no rule under that pattern matches the next
   */
  public record AttachedRoute(List<HostPattern> hosts, HttpRoute route) {
    public AttachedRoute {
      hosts = hosts.stream().distinct().toList();
      if (hosts.isEmpty()) {
        throw new IllegalArgumentException("route " + route.key() + " is attached for no host");
      }
    }
  }
}
