package dev.waymark.kit.catalog;

import java.util.List;

/**
 * A suite of conformance tests: what {@code waymark list} shows and {@code waymark run} chooses
 * from. Found by {@link java.util.ServiceLoader}.
 */
public interface Suite {
  /** Its name, for messages and reports. */
  String name();

  /** The classes that are {@link dev.waymark.kit.ConformanceTest}s. */
  List<Class<?>> tests();

  /**
   * The ledger: a resource beside the suite's class, a YAML list of requirements (see {@link
   * Ledger}).
   */
  String ledger();

  /**
   * What all its tests share: YAML resources beside the suite's class, applied once per run in this
   * order. Namespaces declared in them are the run's, all others a test's own.
   */
  List<String> baseManifests();

  /**
   * True when its tests are chosen only by a profile, a test or a requirement that the user names,
   * and not by a wish for all that there is.
   */
  default boolean isOptional() {
    return false;
  }
}
