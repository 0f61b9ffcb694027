package dev.waymark.kit.verdict;

/** What is said of a check. */
public enum Verdict {
  /** The requirement was met. */
  PASS,
  /** It was not met. */
  FAIL,
  /** Met in some repetitions and not in others. */
  FLAKY,
  /**
   * What the check rests on did not hold, so the requirement could not be put to the test. Counts
   * as failure.
   */
  BLOCKED,
  /**
   * The implementation shows nothing that could be judged. Counts as failure, since the feature is
   * claimed.
   */
  UNTESTABLE,
  /** A feature that the check needs is not claimed. */
  NOT_CLAIMED,
  /**
   * The user asked for it not to run. A claimed feature whose checks are all disabled is not shown.
   */
  DISABLED,
  /** The kit itself went wrong: never the implementation's fault. */
  KIT_ERROR,
  /** The run ended before the check did; nothing is said of it. */
  NOT_RUN;

  /** True for what turns a claimed feature red. */
  public boolean isFailure() {
    return this == FAIL || this == BLOCKED || this == UNTESTABLE;
  }

  /** True for a check that was carried out. */
  public boolean wasRun() {
    return switch (this) {
      case PASS, FAIL, FLAKY, BLOCKED, UNTESTABLE, KIT_ERROR -> true;
      case NOT_CLAIMED, DISABLED, NOT_RUN -> false;
    };
  }
}
