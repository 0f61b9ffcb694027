package dev.waymark.kit.report;

import dev.waymark.kit.verdict.Verdict;
import org.jspecify.annotations.Nullable;

/** Colours for a terminal, or none. */
public enum Palette {
  PLAIN,
  COLOURED;

  /**
   * What fits.
   *
   * @param terminal whether the stream is a terminal
   * @param noColor the value of the environment variable {@code NO_COLOR}; any that isn't empty
   *     means no colours (no-color.org)
   */
  public static Palette of(boolean terminal, @Nullable String noColor) {
    return terminal && (noColor == null || noColor.isEmpty()) ? COLOURED : PLAIN;
  }

  /** A verdict, padded so that verdicts in a column are as wide as the widest. */
  public String verdict(Verdict verdict) {
    String padded = "%-11s".formatted(verdict);
    return this == PLAIN ? padded : "\u001b[" + code(verdict) + "m" + padded + "\u001b[0m";
  }

  private static String code(Verdict verdict) {
    return switch (verdict) {
      case PASS -> "32";
      case FAIL -> "1;31";
      case FLAKY -> "35";
      case BLOCKED, UNTESTABLE -> "33";
      case KIT_ERROR -> "1;7";
      case NOT_CLAIMED, DISABLED, NOT_RUN -> "2";
    };
  }
}
