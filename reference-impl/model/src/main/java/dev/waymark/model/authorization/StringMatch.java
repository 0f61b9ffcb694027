package dev.waymark.model.authorization;

/** A test of a text. */
public sealed interface StringMatch {
  /** Whether it holds for a text. */
  boolean matches(String text);

  /** The text itself. */
  record Exact(String text) implements StringMatch {
    @Override
    public boolean matches(String candidate) {
      return candidate.equals(text);
    }
  }

  /** How the text begins. */
  record Prefix(String prefix) implements StringMatch {
    @Override
    public boolean matches(String candidate) {
      return candidate.startsWith(prefix);
    }
  }

  /** How the text ends. */
  record Suffix(String suffix) implements StringMatch {
    @Override
    public boolean matches(String candidate) {
      return candidate.endsWith(suffix);
    }
  }

  /** That there is a text, and not an empty one. */
  record Presence() implements StringMatch {
    @Override
    public boolean matches(String candidate) {
      return !candidate.isEmpty();
    }
  }

  /** Reads the notation of policies: {@code *}, {@code *suffix}, {@code prefix*}, or the text. */
  static StringMatch parse(String notation) {
    if (notation.equals("*")) {
      return new Presence();
    }
    if (notation.startsWith("*")) {
      return new Suffix(notation.substring(1));
    }
    if (notation.endsWith("*")) {
      return new Prefix(notation.substring(0, notation.length() - 1));
    }
    return new Exact(notation);
  }
}
