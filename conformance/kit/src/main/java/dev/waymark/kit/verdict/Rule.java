package dev.waymark.kit.verdict;

/** How often an expectation has to hold, given that a cluster needs time to come to rest. */
public enum Rule {
  /**
   * Has to hold some times in a row before the deadline (by default 3 times for exchanges, and once
   * at the current generation for a status, which is watched). What was observed before is
   * forgiven: it is convergence.
   */
  EVENTUALLY,
  /**
   * Has to hold and then stay so for a while before the deadline: for expectations which an
   * implementation also meets when it does nothing yet, such as an answer 404. A deviation begins
   * the while anew.
   */
  STAYS,
  /**
   * Has to hold each time that it is observed; one deviation breaks it. For what may not happen
   * even once.
   */
  ALWAYS
}
