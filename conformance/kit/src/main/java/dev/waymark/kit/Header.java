package dev.waymark.kit;

/**
 * One header field line. Names are compared without regard to case, as RFC 9110 section 5.1 asks.
 *
 * @param name field name as sent
 * @param value field value as sent
 */
public record Header(String name, String value) {
  /** True when this field has the given name in any case. */
  public boolean isNamed(String other) {
    return name.equalsIgnoreCase(other);
  }
}
