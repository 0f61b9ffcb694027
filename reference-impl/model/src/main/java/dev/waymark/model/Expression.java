package dev.waymark.model;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;

/**
 * A regular expression in the syntax of RE2, whose running time grows only linearly with its input,
 * so that a route can't stall an event loop. Equal by its text.
 */
public final class Expression {
  private final Pattern pattern;

  private Expression(Pattern pattern) {
    this.pattern = pattern;
  }

  /**
   * Compiles an expression.
   *
   * @throws IllegalArgumentException if it is not one
   */
  public static Expression of(String text) {
    try {
      return new Expression(Pattern.compile(text));
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(
          "regular expression '" + text + "': " + e.getDescription(), e);
    }
  }

  /** As written. */
  public String text() {
    return pattern.pattern();
  }

  /** Whether the expression matches the value as a whole. */
  public boolean matches(CharSequence value) {
    return pattern.matches(value.toString());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Expression that && text().equals(that.text());
  }

  @Override
  public int hashCode() {
    return text().hashCode();
  }

  @Override
  public String toString() {
    return text();
  }
}
