package dev.waymark.model;

import java.util.Comparator;

/**
 * Which paths a match selects. Paths are compared as they arrive: case-sensitive, percent-encoding
 * untouched.
 */
public sealed interface PathMatch {
  /** Every path. */
  PathMatch EVERY = new Prefix("/");

  /** Exact before prefix before regular expression, the longer value first. */
  Comparator<PathMatch> BEST_FIRST =
      Comparator.comparingInt(PathMatch::rank).thenComparingInt(match -> -match.value().length());

  /** The path, prefix or expression. */
  String value();

  /** The whole path, character by character. */
  record Exact(String value) implements PathMatch {
    public Exact {
      requireAbsolute(value);
    }
  }

  /**
   * A path whose first segments are the prefix's: {@code /a} selects {@code /a}, {@code /a/} and
   * {@code /a/b}, not {@code /ab}. A slash at the end of the prefix says nothing, and is dropped
   * here.
   */
  record Prefix(String value) implements PathMatch {
    public Prefix {
      requireAbsolute(value);
      value =
          value.length() > 1 && value.endsWith("/")
              ? value.substring(0, value.length() - 1)
              : value;
    }
  }

  /** A path that the expression matches as a whole, in the syntax of RE2. */
  record Regex(Expression expression) implements PathMatch {
    @Override
    public String value() {
      return expression.text();
    }
  }

  private static int rank(PathMatch match) {
    return switch (match) {
      case Exact _ -> 0;
      case Prefix _ -> 1;
      case Regex _ -> 2;
    };
  }

  private static void requireAbsolute(String value) {
    if (!value.startsWith("/")) {
      throw new IllegalArgumentException("path: '" + value + "' (expected: begins with '/')");
    }
  }
}
