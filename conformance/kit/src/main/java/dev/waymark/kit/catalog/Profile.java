package dev.waymark.kit.catalog;

import java.util.Collection;
import java.util.Optional;
import java.util.Set;

/**
 * A set of tests that is certified together.
 *
 * @param name under which it is selected and reported
 * @param core features that every implementation of the profile has; selecting the profile claims
 *     them
 * @param extended features that it may have
 */
public record Profile(String name, Set<String> core, Set<String> extended) {
  /** Where a test belongs in a profile. */
  public enum Level {
    CORE,
    EXTENDED
  }

  /**
   * Where a test with these features belongs; nowhere if one of them is in neither set. One that
   * isn't core makes it extended.
   */
  public Optional<Level> level(Collection<String> features) {
    if (core.containsAll(features)) {
      return Optional.of(Level.CORE);
    }
    return features.stream().allMatch(each -> core.contains(each) || extended.contains(each))
        ? Optional.of(Level.EXTENDED)
        : Optional.empty();
  }
}
