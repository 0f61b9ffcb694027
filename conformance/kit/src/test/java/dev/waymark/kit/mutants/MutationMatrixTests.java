package dev.waymark.kit.mutants;

import static dev.waymark.kit.sample.SampleSuites.BLOCKED;
import static dev.waymark.kit.sample.SampleSuites.PASSING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.waymark.kit.plan.Plan;
import dev.waymark.kit.result.RunResult;
import dev.waymark.kit.run.SampleRun;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MutationMatrixTests {
  private static final Mutant DEAF = new Mutant("DEAF", "sample.answers");
  private static final Mutant EAGER = new Mutant("EAGER", "sample.refuses");

  @Test
  void soundWhenEachCheckIsKilledByAFaultOfItsOwnRequirement() {
    MutationMatrix matrix = matrix(Map.of(DEAF, "answers.", EAGER, "nowhere."), DEAF, EAGER);

    assertThat(matrix.isSound()).isTrue();
    assertThat(matrix.kills())
        .isEqualTo(Map.of("Passing.answers", List.of("DEAF"), "Passing.refuses", List.of("EAGER")));
    assertThat(MatrixReport.totals(matrix))
        .isEqualTo(
            "2 checks, 2 defects, 0 survivors, 0 unseen defects, 0 trespasses, 0 void trials");
    assertThat(MatrixReport.markdown(matrix))
        .contains("| `DEAF` | `sample.answers` | Passing.answers | 0 |");
  }

  @Test
  void aCheckThatNothingKillsSurvives() {
    MutationMatrix matrix = matrix(Map.of(DEAF, "answers."), DEAF);

    assertThat(matrix.survivors()).containsExactly("Passing.refuses");
    assertThat(matrix.isSound()).isFalse();
    assertThat(MatrixReport.text(matrix))
        .contains("Survivor: no defect kills Passing.refuses (sample.refuses)");
  }

  @Test
  void aFaultThatNoCheckNoticesIsUnseen() {
    MutationMatrix matrix = matrix(Map.of(), DEAF);

    assertThat(matrix.unseen()).containsExactly(DEAF);
    assertThat(matrix.isSound()).isFalse();
  }

  @Test
  void aFaultOfSeveralRequirementsHasToBeSeenByEach() {
    var both = new Mutant("BOTH", List.of("sample.answers", "sample.refuses"));
    var elsewhereToo = new Mutant("ELSEWHERE_TOO", List.of("sample.answers", "other.suite"));

    MutationMatrix matrix =
        matrix(Map.of(both, "answers.", elsewhereToo, "answers."), both, elsewhereToo);

    assertThat(matrix.unseen()).containsExactly(both);
    assertThat(matrix.trespasses()).isEmpty();
  }

  @Test
  void aFaultThatTurnsChecksOfAnotherRequirementRedTrespasses() {
    MutationMatrix matrix = matrix(Map.of(DEAF, "nowhere."), DEAF);

    assertThat(matrix.trespasses())
        .extracting(MutationMatrix.Trespass::check)
        .containsExactly("Passing.refuses");
    assertThat(MatrixReport.text(matrix))
        .contains(
            "Trespass: DEAF violates sample.answers, but turned Passing.refuses (sample.refuses) to"
                + " FAIL");
  }

  @Test
  void nothingIsTriedWhenTheReferenceIsNotGreen() {
    SampleRun sample = new SampleRun();
    MutationMatrix matrix =
        MutationMatrix.of(
            sample.plan(PASSING, BLOCKED),
            List.of(DEAF),
            Sampling.full(),
            List.of((mutant, plan) -> new SampleRun().of(PASSING, BLOCKED)),
            row -> {});

    assertThat(matrix.rows()).isEmpty();
    assertThat(MatrixReport.text(matrix))
        .contains("The reference isn't green without a defect")
        .contains("Blocked.neverBegins came to BLOCKED");
  }

  @Test
  void aTrialWhoseControlWasWrongIsVoid() {
    MutationMatrix matrix = matrix(Map.of(DEAF, "control."), DEAF);

    assertThat(matrix.voided()).hasSize(1);
    assertThat(matrix.unseen()).isEmpty();
    assertThat(matrix.isSound()).isFalse();
  }

  @Test
  void aSampleHasTheOwnChecksAndSomeOthersTheSameEachTime() {
    Plan plan = new SampleRun().plan(PASSING, BLOCKED);

    Plan part = new Sampling(1, "seed").of(plan, DEAF);

    assertThat(names(part)).contains("Passing.answers", "Blocked.neverBegins").hasSize(3);
    assertThat(names(new Sampling(1, "seed").of(plan, EAGER)))
        .contains("Passing.refuses")
        .hasSize(2);
    assertThat(names(new Sampling(1, "seed").of(plan, EAGER)))
        .isEqualTo(names(new Sampling(1, "seed").of(plan, EAGER)));
  }

  private static List<String> names(Plan plan) {
    return plan.tests().stream()
        .flatMap(
            test ->
                test.checks().stream()
                    .map(check -> test.test().name() + "." + check.check().method()))
        .toList();
  }

  /** Mutants that answer requests to hosts with this beginning wrongly. */
  private static MutationMatrix matrix(Map<Mutant, String> wrong, Mutant... mutants) {
    return MutationMatrix.of(
        new SampleRun().plan(PASSING),
        List.of(mutants),
        Sampling.full(),
        List.of((mutant, plan) -> trial(mutant == null ? null : wrong.get(mutant), plan)),
        row -> {});
  }

  private static RunResult trial(@Nullable String wrong, Plan plan) {
    SampleRun sample = new SampleRun();
    if (wrong != null) {
      sample.confuse(wrong);
    }
    return sample.carryOut(plan);
  }
}
