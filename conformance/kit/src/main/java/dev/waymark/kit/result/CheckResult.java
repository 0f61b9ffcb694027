package dev.waymark.kit.result;

import dev.waymark.kit.catalog.Requirement;
import dev.waymark.kit.catalog.TestCase;
import dev.waymark.kit.catalog.TestCase.CheckCase;
import dev.waymark.kit.verdict.Verdict;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What is said of a check after all repetitions.
 *
 * @param test the test that it is part of
 * @param check the check
 * @param requirement what it holds an implementation to
 * @param verdict over all attempts
 * @param attempts one for each repetition; none for a check that was not to run
 */
public record CheckResult(
    TestCase test,
    CheckCase check,
    Requirement requirement,
    Verdict verdict,
    List<Attempt> attempts) {
  public CheckResult {
    attempts = List.copyOf(attempts);
  }

  /** Test and check, as a pattern on the command line selects them. */
  public String name() {
    return test.name() + "." + check.method();
  }

  /** Why it isn't green: what the first attempt found that wasn't. */
  public Optional<Finding> finding() {
    return attempts.stream()
        .flatMap(attempt -> Optional.ofNullable(attempt.finding()).stream())
        .findFirst();
  }

  /** Milliseconds that all attempts took. */
  public long tookMillis() {
    return attempts.stream().mapToLong(Attempt::tookMillis).sum();
  }

  /** One verdict for all attempts. Ours outweighs theirs, and some of both outcomes is flaky. */
  static Verdict combined(List<Attempt> attempts) {
    Set<Verdict> seen =
        attempts.stream()
            .map(Attempt::verdict)
            .collect(Collectors.toCollection(() -> EnumSet.noneOf(Verdict.class)));
    if (seen.contains(Verdict.KIT_ERROR)) {
      return Verdict.KIT_ERROR;
    }
    seen.remove(Verdict.NOT_RUN); // an interrupted repetition doesn't change what the others showed
    if (seen.isEmpty()) {
      return Verdict.NOT_RUN;
    }
    if (seen.contains(Verdict.PASS) && seen.size() > 1) {
      return Verdict.FLAKY;
    }
    return List.of(Verdict.FAIL, Verdict.BLOCKED, Verdict.UNTESTABLE, Verdict.PASS).stream()
        .filter(seen::contains)
        .findFirst()
        .orElseThrow();
  }
}
