package dev.waymark.model;

import java.util.Locale;

/**
 * A condition on a request header.
 *
 * @param name in lower case, for names are compared without regard to case (RFC 9110 §5.1)
 * @param value a header that occurs several times is compared as its values joined by commas (RFC
 *     9110 §5.3)
 */
public record HeaderMatch(String name, ValueMatch value) {
  public HeaderMatch {
    name = name.toLowerCase(Locale.ROOT);
  }
}
