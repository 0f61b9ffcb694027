package dev.waymark.kit.result;

import dev.waymark.kit.verdict.Verdict;
import java.util.Map;

/**
 * What a process that carried out a run ends with. Where several hold, the first of 8, 5, 3, 1, 7,
 * 6 counts.
 */
public enum ExitCode {
  /** All that was required passed. */
  PASSED(0),
  /** A requirement failed. */
  FAILED(1),
  /** The user asked for something that isn't there. */
  USAGE(2),
  /** The environment doesn't let the kit work. */
  ENVIRONMENT(3),
  /** Nothing ran. */
  NOTHING_RAN(4),
  /** A control was wrong: no verdict stands. */
  CONTROL_WRONG(5),
  /** An expected failure passed: the baseline is stale. */
  BASELINE_STALE(6),
  /** Some checks passed and failed in turn. */
  FLAKY(7),
  /** The kit itself failed. */
  KIT_ERROR(8),
  /** The user interrupted the run. */
  INTERRUPTED(130);

  private final int code;

  ExitCode(int code) {
    this.code = code;
  }

  /** The number. */
  public int code() {
    return code;
  }

  /** Of a run. An interrupted one is 130 whatever came before, as shells expect. */
  public static ExitCode of(RunResult result) {
    Map<Verdict, Long> totals = result.totals();
    if (result.interrupted()) {
      return INTERRUPTED;
    }
    if (totals.containsKey(Verdict.KIT_ERROR) || lostChecks(result)) {
      return KIT_ERROR;
    }
    if (!result.stands()) {
      return CONTROL_WRONG;
    }
    if (result.environment() != null) {
      return ENVIRONMENT;
    }
    boolean ran = totals.keySet().stream().anyMatch(Verdict::wasRun);
    boolean unshown = ran && !result.unshownFeatures().isEmpty();
    if (unshown || !result.unexpectedFailures().isEmpty()) {
      return FAILED;
    }
    if (totals.containsKey(Verdict.FLAKY)) {
      return FLAKY;
    }
    if (!result.staleExpectations().isEmpty()) {
      return BASELINE_STALE;
    }
    return ran ? PASSED : NOTHING_RAN;
  }

  /** Checks that did not run although nothing kept them from it: the kit lost them. */
  private static boolean lostChecks(RunResult result) {
    return result.stands()
        && result.environment() == null
        && result.totals().containsKey(Verdict.NOT_RUN);
  }
}
