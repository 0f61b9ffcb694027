package dev.waymark.kit.result;

import dev.waymark.kit.catalog.TestCase;
import dev.waymark.kit.verdict.Verdict;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The results of a test's checks, for reports that count tests. */
public record TestResult(TestCase test, List<CheckResult> checks) {
  public TestResult {
    checks = List.copyOf(checks);
  }

  /** The worst of its checks' verdicts; a test with a check that was left out hasn't passed. */
  public Verdict verdict() {
    Set<Verdict> seen = checks.stream().map(CheckResult::verdict).collect(Collectors.toSet());
    return Stream.of(
            Verdict.KIT_ERROR,
            Verdict.FAIL,
            Verdict.FLAKY,
            Verdict.BLOCKED,
            Verdict.UNTESTABLE,
            Verdict.NOT_RUN,
            Verdict.DISABLED,
            Verdict.NOT_CLAIMED)
        .filter(seen::contains)
        .findFirst()
        .orElse(Verdict.PASS);
  }

  /** Milliseconds that its checks took. */
  public long tookMillis() {
    return checks.stream().mapToLong(CheckResult::tookMillis).sum();
  }
}
