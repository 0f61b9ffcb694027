package dev.waymark.controlplane.translate;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Durations as the Gateway API writes them (GEP-2257): up to four numbers with a unit, {@code
 * 1h30m}, {@code 500ms}.
 */
final class Durations {
  private static final Pattern WHOLE = Pattern.compile("([0-9]{1,5}(h|m|s|ms)){1,4}");
  private static final Pattern PART = Pattern.compile("([0-9]{1,5})(ms|h|m|s)");

  private Durations() {}

  static Duration parse(String field, String text) throws UnsupportedValue {
    if (!WHOLE.matcher(text).matches()) {
      throw new UnsupportedValue(
          field + ": '" + text + "' is not a duration such as 500ms or 1h30m");
    }
    var sum = Duration.ZERO;
    Matcher part = PART.matcher(text);
    while (part.find()) {
      long count = Long.parseLong(part.group(1));
      sum =
          sum.plus(
              switch (part.group(2)) {
                case "h" -> Duration.ofHours(count);
                case "m" -> Duration.ofMinutes(count);
                case "s" -> Duration.ofSeconds(count);
                default -> Duration.ofMillis(count);
              });
    }
    return sum;
  }
}
