package dev.waymark.kit.verdict;

import java.util.List;

/**
 * How an expectation stands after some looks.
 *
 * @param state whether it is decided
 * @param convergedMillis when the looks began that decided it for good, from the start; -1 unless
 *     it holds
 */
public record Standing(State state, long convergedMillis) {
  /** Whether it is decided. */
  public enum State {
    /** Another look is needed. */
    OPEN,
    HOLDS,
    BROKEN
  }

  private static final Standing OPEN = new Standing(State.OPEN, -1);
  private static final Standing BROKEN = new Standing(State.BROKEN, -1);

  /**
   * One look at a subject.
   *
   * @param millis when it was over, from the start
   * @param satisfied whether the observation was as expected
   */
  public record Look(long millis, boolean satisfied) {}

  /**
   * Judges looks in the order in which they were made. Pure; the run asks it after each look
   * whether to go on, and a replay asks it once for all of them.
   */
  public static Standing of(Patience patience, List<Look> looks) {
    return switch (patience.rule()) {
      case ALWAYS -> always(patience, looks);
      case EVENTUALLY, STAYS -> eventually(patience, looks);
    };
  }

  private static Standing always(Patience patience, List<Look> looks) {
    if (looks.stream().anyMatch(look -> !look.satisfied())) {
      return BROKEN;
    }
    if (looks.size() >= patience.inARow()) {
      return new Standing(State.HOLDS, looks.getFirst().millis());
    }
    return pastDeadline(patience, looks) ? BROKEN : OPEN;
  }

  /**
   * Only a look at or after the deadline that doesn't satisfy breaks it. One that satisfies after a
   * late pause of the judge's own is no proof of having come late.
   */
  private static Standing eventually(Patience patience, List<Look> looks) {
    long since = -1;
    int inARow = 0;
    for (Look look : looks) {
      if (!look.satisfied() && look.millis() >= patience.deadlineMillis()) {
        return BROKEN;
      }
      inARow = look.satisfied() ? inARow + 1 : 0;
      since = inARow == 1 ? look.millis() : since;
      if (inARow >= patience.inARow() && look.millis() - since >= patience.holdMillis()) {
        return new Standing(State.HOLDS, since);
      }
    }
    return OPEN;
  }

  private static boolean pastDeadline(Patience patience, List<Look> looks) {
    return !looks.isEmpty() && looks.getLast().millis() >= patience.deadlineMillis();
  }
}
