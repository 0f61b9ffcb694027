package dev.waymark.cli.trace;

import dev.waymark.kit.hops.HopPath;
import java.util.List;
import java.util.Optional;

/**
 * A request that was made, and its paths.
 *
 * @param outcome the status, or why there was none
 * @param paths of its connection; several where a proxy saw several requests on it
 */
public record Traced(String outcome, List<HopPath> paths) {
  /** The path of the newest request. */
  public Optional<HopPath> path() {
    return paths.isEmpty() ? Optional.empty() : Optional.of(paths.getLast());
  }
}
