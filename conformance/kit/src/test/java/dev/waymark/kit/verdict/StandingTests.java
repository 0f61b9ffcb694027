package dev.waymark.kit.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waymark.kit.verdict.Standing.Look;
import dev.waymark.kit.verdict.Standing.State;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StandingTests {
  /** One look each 100 ms; y is satisfied, n is not. */
  private static Standing after(Patience patience, String looks) {
    List<Look> made = new ArrayList<>();
    for (int index = 0; index < looks.length(); index++) {
      made.add(new Look(index * 100L, looks.charAt(index) == 'y'));
    }
    return Standing.of(patience, made);
  }

  @ParameterizedTest
  @CsvSource({
    "'', OPEN, -1",
    "yy, OPEN, -1",
    "yyy, HOLDS, 0",
    "nnyyy, HOLDS, 200",
    "yynyy, OPEN, -1",
    "yynyyy, HOLDS, 300",
    "nnnnnnnnnn, OPEN, -1",
    "nnnnnnnnnnn, BROKEN, -1", // the deadline of 1000 ms
    "nnnnnnnnnnyy, OPEN, -1", // came to hold just at the deadline: let it finish
    "nnnnnnnnnnyyy, HOLDS, 1000",
    "nnnnnnnnnnny, BROKEN, -1",
  })
  void eventually(String looks, State state, long converged) {
    assertThat(after(Patience.eventually(3, 1000), looks))
        .isEqualTo(new Standing(state, converged));
  }

  @ParameterizedTest
  @CsvSource({
    "yyy, OPEN, -1", // three in a row, but not yet for 400 ms
    "yyyyy, HOLDS, 0",
    "yyyynyyyyy, HOLDS, 500",
    "yyyynyyyynynn, BROKEN, -1",
  })
  void stays(String looks, State state, long converged) {
    assertThat(after(Patience.stays(3, 400, 1000), looks))
        .isEqualTo(new Standing(state, converged));
  }

  @ParameterizedTest
  @CsvSource({"yy, OPEN, -1", "yyy, HOLDS, 0", "yyn, BROKEN, -1", "n, BROKEN, -1"})
  void always(String looks, State state, long converged) {
    assertThat(after(Patience.always(3, 1000), looks)).isEqualTo(new Standing(state, converged));
  }

  @Test
  void aJudgeThatLooksLateProvesNothingAgainstThem() {
    List<Look> late = List.of(new Look(5000, true), new Look(5001, true), new Look(5002, true));

    assertThat(Standing.of(Patience.eventually(3, 1000), late).state()).isEqualTo(State.HOLDS);
    assertThat(Standing.of(Patience.eventually(3, 1000), List.of(new Look(5000, false))).state())
        .isEqualTo(State.BROKEN);
  }

  @Test
  void aDecidedExpectationStaysDecidedWhateverComesLater() {
    assertThat(after(Patience.eventually(3, 1000), "yyynnn").state()).isEqualTo(State.HOLDS);
  }
}
