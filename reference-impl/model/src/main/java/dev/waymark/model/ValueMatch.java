package dev.waymark.model;

/** Which values of a header or query parameter are selected. Values are case-sensitive. */
public sealed interface ValueMatch {
  /** The value itself. */
  record Exact(String value) implements ValueMatch {}

  /** A value that the expression matches as a whole. */
  record Regex(Expression expression) implements ValueMatch {}
}
