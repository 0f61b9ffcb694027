package dev.waymark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/**
 * Every check can fail, and fails only for its own requirement: each defect of the reference runs
 * against the checks of the requirement that it violates and a sample of the others. The whole
 * matrix is {@code waymark mutants}.
 */
class MutantsTests {
  private static final String SEED = System.getProperty("waymark.mutants.seed", "verify");

  @Test
  void noCheckSurvivesAndNoDefectTrespasses() {
    var run = CommandRun.of("mutants", "--sample", "3", "--clusters", "3", "--seed", SEED);

    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertThat(run.lastLine())
        .contains(" 0 survivors")
        .contains(" 0 unseen")
        .contains(" 0 trespasses");
    System.out.println("mutants: " + run.lastLine());
  }

  @Test
  void aDefectIsNamedByTheRunThatItTurnsRed() {
    var run =
        CommandRun.of(
            "run",
            "--defect",
            "MATCH_PREFIX_AS_TEXT",
            "--test",
            "HTTPRouteMatching",
            "--deadline",
            "2",
            "--out",
            "target/defect-out");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).contains("MUST httproute.match.path.prefix.elements");
  }
}
