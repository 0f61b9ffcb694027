package dev.waymark.kit.run;

import dev.waymark.kit.catalog.TestCase;
import dev.waymark.kit.catalog.TestCase.CheckCase;
import dev.waymark.kit.plan.Plan;
import dev.waymark.kit.result.Attempt;

/** Is told how a run goes, by many threads but never by two at once. Has to be quick. */
public interface RunListener {
  /** Does nothing. */
  RunListener SILENT = new RunListener() {};

  /** The run begins. */
  default void started(Plan plan, RunOptions options) {}

  /** The kit does something that is not a check, such as putting the base fixture up. */
  default void phase(String what) {}

  /** A test's first check is about to begin. */
  default void testStarted(TestCase test, int repetition) {}

  /** A check is over, or it will not begin any more. */
  default void checkEnded(TestCase test, CheckCase check, Attempt attempt) {}
}
