package dev.waymark.kit.run;

import dev.waymark.kit.verdict.Verdict;
import org.opentest4j.AssertionFailedError;

/** Ends a check whose record already says why it isn't green. What JUnit shows of a verdict. */
final class CheckFailed extends AssertionFailedError {
  private static final long serialVersionUID = 1L;

  CheckFailed(Verdict verdict, String headline) {
    super(verdict + ": " + headline);
  }
}
