package dev.waymark.controlplane.translate;

/**
 * A value of a route that this implementation can't honour. The message names the field and the
 * value.
 */
final class UnsupportedValue extends Exception {
  private static final long serialVersionUID = 1L;

  private final String text;

  UnsupportedValue(String text) {
    super(text);
    this.text = text;
  }

  /** The field, the value and what is wrong with it. */
  String text() {
    return text;
  }
}
