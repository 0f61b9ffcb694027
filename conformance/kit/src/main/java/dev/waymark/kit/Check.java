package dev.waymark.kit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Test;

/**
 * One check of a {@link ConformanceTest}: a method that takes a {@link Kit} and holds an
 * implementation to exactly one requirement. A check that expects nothing is the kit's own error:
 * nothing may pass without having been able to fail.
 */
@Documented
@Test
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Check {
  /**
   * The id of the requirement in the suite's ledger, for example {@code
   * httproute.match.path.exact}.
   */
  String requirement();

  /** What the check shows, as a sentence that a reader can say. */
  String says();

  /** What an implementer should look at when the check fails; one or two sentences. */
  String whenRed() default "";
}
