package dev.waymark.model;

import java.util.Map;

/**
 * What became of a configuration in the data plane.
 *
 * @param unopened the ports that could not be opened, each with the cause in words; all the others
 *     serve
 */
public record Applied(Map<Integer, String> unopened) {
  /** Everything serves. */
  public static final Applied FULLY = new Applied(Map.of());

  public Applied {
    unopened = Map.copyOf(unopened);
  }
}
