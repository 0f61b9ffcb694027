package dev.waymark.kit.report;

import dev.waymark.kit.result.RunResult;
import dev.waymark.kit.verdict.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The one line that sums a run up. */
public final class Totals {
  private Totals() {}

  /** For example {@code 37 tests, 137 checks: 135 passed, 2 failed (seed k3x9abcd, 12.4 s)}. */
  public static String line(RunResult result) {
    Map<Verdict, Long> totals = result.totals();
    List<String> parts = new ArrayList<>();
    for (Verdict verdict : Verdict.values()) {
      if (totals.containsKey(verdict)) {
        parts.add(totals.get(verdict) + " " + word(verdict));
      }
    }
    long expected =
        result.checks().stream().filter(each -> result.excuse(each).isPresent()).count();
    return "%d tests, %d checks: %s%s%s (seed %s, %s)"
        .formatted(
            result.tests().size(),
            result.checks().size(),
            parts.isEmpty() ? "nothing ran" : String.join(", ", parts),
            expected == 0 ? "" : "; expected to fail: %d".formatted(expected),
            result.stands() ? "" : "; a control was wrong, so no verdict stands",
            result.seed().isEmpty() ? "none" : result.seed(),
            seconds(result.tookMillis()));
  }

  /** What is said of a check with this verdict. */
  public static String word(Verdict verdict) {
    return switch (verdict) {
      case PASS -> "passed";
      case FAIL -> "failed";
      case FLAKY -> "flaky";
      case BLOCKED -> "blocked";
      case UNTESTABLE -> "untestable";
      case NOT_CLAIMED -> "not claimed";
      case DISABLED -> "disabled";
      case KIT_ERROR -> "kit error";
      case NOT_RUN -> "not run";
    };
  }

  /** A duration for people. */
  public static String seconds(long millis) {
    return millis < 1000 ? millis + " ms" : String.format(Locale.ROOT, "%.1f s", millis / 1000.0);
  }
}
