package dev.waymark.kit.run;

import static dev.waymark.kit.sample.SampleSuites.BLOCKED;
import static dev.waymark.kit.sample.SampleSuites.FAILING;
import static dev.waymark.kit.sample.SampleSuites.FLAKY;
import static dev.waymark.kit.sample.SampleSuites.PASSING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.waymark.kit.plan.Baseline;
import dev.waymark.kit.plan.UsageException;
import dev.waymark.kit.report.JUnitXml;
import dev.waymark.kit.report.Markdown;
import dev.waymark.kit.report.Palette;
import dev.waymark.kit.report.TextReport;
import dev.waymark.kit.result.ExitCode;
import dev.waymark.kit.result.RunResult;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Failures that are expected: they stay failures, but only the others fail a run. */
@Timeout(30)
class BaselineTests {
  private final SampleRun run = new SampleRun();

  private RunResult expecting(String baseline, Class<?>... tests) {
    return run.carryOut(run.plan(tests).expecting(Baseline.parse("baseline", baseline)));
  }

  private static ExitCode exit(RunResult result) {
    return ExitCode.of(result);
  }

  @Test
  void anExpectedFailureFailsNoRun() {
    RunResult result = expecting("Failing.fails it can't", PASSING, FAILING);

    assertThat(exit(result)).isEqualTo(ExitCode.PASSED);
    assertThat(result.unexpectedFailures()).isEmpty();
    assertThat(TextReport.text(result, Palette.PLAIN))
        .contains("FAIL        Failing.fails\n  expected: it can't\n")
        .contains("3 passed, 1 failed; expected to fail: 1 (seed sample");
    assertThat(TextReport.data(result).toString()).contains("expected=it can't");
    assertThat(Markdown.text(result)).contains("Expected: it can't. ");
    assertThat(JUnitXml.text(result))
        .contains("tests=\"4\" failures=\"0\" errors=\"0\" skipped=\"1\"")
        .contains("<skipped message=\"expected to fail: it can't\"");
  }

  @Test
  void theNameOfATestStandsForWhicheverOfItsChecksFail() {
    assertThat(exit(expecting("Failing it can't", PASSING, FAILING))).isEqualTo(ExitCode.PASSED);
    assertThat(exit(expecting("Blocked no fixture", BLOCKED))).isEqualTo(ExitCode.PASSED);
  }

  @Test
  void whatIsExpectedToFailAndPassesIsStale() {
    RunResult result = expecting("Failing.passes it can't\nFailing.fails it can't", FAILING);

    assertThat(exit(result)).isEqualTo(ExitCode.BASELINE_STALE);
    assertThat(result.staleExpectations()).containsExactly("Failing.passes");
    assertThat(TextReport.text(result, Palette.PLAIN))
        .contains("The baseline is stale: Failing.passes is expected to fail, but passed.");
    assertThat(Markdown.text(result)).contains("**The baseline is stale**: Failing.passes");
    assertThat(exit(expecting("Passing it can't", PASSING))).isEqualTo(ExitCode.BASELINE_STALE);
  }

  @Test
  void otherFailuresAndFlakyChecksCountForMore() {
    String stale = "Passing.answers it can't";

    assertThat(exit(expecting(stale, PASSING, FAILING))).isEqualTo(ExitCode.FAILED);
    run.options = run.options.withRepeat(4);
    assertThat(exit(expecting(stale, PASSING, FLAKY))).isEqualTo(ExitCode.FLAKY);
  }

  @Test
  void whatDoesNotRunIsNeitherExpectedNorStale() {
    run.selection = run.selection.tests(java.util.List.of("Passing"));

    assertThat(exit(expecting("Failing it can't", PASSING, FAILING))).isEqualTo(ExitCode.PASSED);
  }

  @Test
  void aBaselineIsAFileOfNamesWithReasons() {
    assertThat(
            Baseline.parse(
                    "file",
                    """
                    # what can't be done

                      Failing.fails   for this  reason
                    Passing for\tthat
                    """)
                .reasons())
        .isEqualTo(Map.of("Failing.fails", "for this  reason", "Passing", "for\tthat"));
  }

  @Test
  void whatIsWrongWithItIsSaidWithTheLine() {
    assertWrong("# first\nFailing", "file, line 2: Failing has no reason (expected: a name and");
    assertWrong("Failing a\nFailing b", "file, line 2: Failing is there already (expected: once)");
    assertThatThrownBy(() -> expecting("Failng.fails it can't", FAILING))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("Unknown expected failure: Failng.fails. Did you mean Failing.fails");
  }

  private static void assertWrong(String text, String message) {
    assertThatThrownBy(() -> Baseline.parse("file", text))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining(message);
  }
}
