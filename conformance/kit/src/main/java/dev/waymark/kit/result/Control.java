package dev.waymark.kit.result;

import dev.waymark.kit.verdict.Verdict;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One of the kit's tests of itself, judged like a check.
 *
 * @param name which
 * @param when {@code first} or {@code last}
 * @param wanted what it must come to
 * @param got what it came to
 * @param finding why
 */
public record Control(
    String name, String when, Verdict wanted, Verdict got, @Nullable Finding finding) {
  /** Name of the pretended test that the first controls are recorded under. */
  public static final String FIRST = "controls, first";

  /** Name of the pretended test that the last ones are recorded under. */
  public static final String LAST = "controls, last";

  /** A request known to be good, straight to the control backend. */
  public static final String KNOWN_GOOD = "knownGood";

  /** The same request, held against an expectation known to be wrong. */
  public static final String POISONED = "poisoned";

  /** A backend that nothing leads to has seen nothing. */
  public static final String DECOY = "decoy";

  /** All, with what each must come to. */
  static final List<java.util.Map.Entry<String, Verdict>> WANTED =
      List.of(
          java.util.Map.entry(KNOWN_GOOD, Verdict.PASS),
          java.util.Map.entry(POISONED, Verdict.FAIL),
          java.util.Map.entry(DECOY, Verdict.PASS));

  /**
   * True when no verdict of the run stands because of it. One that the run's end kept from running
   * is not wrong.
   */
  public boolean isWrong() {
    return got != wanted && got != Verdict.NOT_RUN;
  }
}
