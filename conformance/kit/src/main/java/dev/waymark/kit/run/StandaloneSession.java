package dev.waymark.kit.run;

import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A session for conformance tests that a build runs as its own tests, without a plan of the kit's.
 */
final class StandaloneSession {
  private StandaloneSession() {}

  static Session of(ExtensionContext context) {
    throw new IllegalStateException(
        context.getDisplayName() + " is a conformance test and needs a run: see ConformanceRun");
  }
}
