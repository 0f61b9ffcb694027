package dev.waymark.kit.run;

import java.time.Duration;

/**
 * Pauses between looks at what can't be watched: short at first, so that a fast implementation is
 * not made to look slow, then longer, so that a slow one isn't kept busy by its judge.
 */
final class Pause {
  private static final long FIRST_MILLIS = 10;
  private static final long LONGEST_MILLIS = 200;

  private long next = FIRST_MILLIS;

  /** Pauses, for at most so long. */
  void take(Duration atMost) throws InterruptedException {
    Thread.sleep(Math.max(1, Math.min(next, atMost.toMillis())));
    next = Math.min(LONGEST_MILLIS, next * 2);
  }
}
