package dev.waymark.kit.evidence;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * What an event belongs to.
 *
 * @param repetition which repetition of the plan, from 1
 * @param test the test's name, or that of a control
 * @param check the check's method; null for what is done for all checks of the test
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Scope(int repetition, String test, @Nullable String check) {
  /** What is done for all checks of a test. */
  public static Scope ofTest(int repetition, String test) {
    return new Scope(repetition, test, null);
  }

  /** One check of that test. */
  public Scope check(String method) {
    return new Scope(repetition, test, method);
  }

  /** The whole test. */
  public Scope wholeTest() {
    return check == null ? this : ofTest(repetition, test);
  }
}
