package dev.waymark.kit.verdict;

/**
 * When an expectation holds: the rule and its numbers. All times in milliseconds.
 *
 * @param rule how often it has to hold
 * @param inARow for EVENTUALLY and STAYS: how many looks in a row; for ALWAYS: how many looks in
 *     all
 * @param holdMillis for STAYS: how long it has to stay so, from the first of those looks; else 0
 * @param deadlineMillis by when, from the start: a look after it that doesn't satisfy is the last
 */
public record Patience(Rule rule, int inARow, long holdMillis, long deadlineMillis) {
  public Patience {
    if (inARow < 1) {
      throw new IllegalArgumentException("inARow: " + inARow + " (expected: >= 1)");
    }
  }

  /** Holds soon, so many times in a row. */
  public static Patience eventually(int inARow, long deadlineMillis) {
    return new Patience(Rule.EVENTUALLY, inARow, 0, deadlineMillis);
  }

  /** Holds soon, so many times in a row, and for so long. */
  public static Patience stays(int inARow, long holdMillis, long deadlineMillis) {
    return new Patience(Rule.STAYS, inARow, holdMillis, deadlineMillis);
  }

  /** Holds at each of so many looks. */
  public static Patience always(int looks, long deadlineMillis) {
    return new Patience(Rule.ALWAYS, looks, 0, deadlineMillis);
  }
}
