package dev.waymark.model;

import java.util.Comparator;

/**
 * Names one route of a cluster; ordered by namespace, then name, as the standard breaks ties
 * between equally old routes.
 */
public record RouteKey(String namespace, String name) implements Comparable<RouteKey> {
  private static final Comparator<RouteKey> ORDER =
      Comparator.comparing(RouteKey::namespace).thenComparing(RouteKey::name);

  @Override
  public int compareTo(RouteKey other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return namespace + "/" + name;
  }
}
