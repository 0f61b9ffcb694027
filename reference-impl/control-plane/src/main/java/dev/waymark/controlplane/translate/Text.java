package dev.waymark.controlplane.translate;

import org.jspecify.annotations.Nullable;

/** Optional fields of the API, which are absent or empty alike. */
final class Text {
  private Text() {}

  static String orEmpty(@Nullable String value) {
    return value == null ? "" : value;
  }

  static String or(@Nullable String value, String otherwise) {
    return value == null ? otherwise : value;
  }
}
