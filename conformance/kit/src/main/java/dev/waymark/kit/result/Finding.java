package dev.waymark.kit.result;

import dev.waymark.kit.evidence.Event;
import dev.waymark.kit.verdict.Expectation.Mismatch;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Why an attempt didn't pass.
 *
 * @param headline one line
 * @param asked the expectation that broke; null when something else did
 * @param mismatches what the last look that didn't satisfy had wrong
 * @param observation that look; null when there was none
 * @param detail more lines, such as an exception's stack; may be empty
 */
public record Finding(
    String headline,
    Event.@Nullable Asked asked,
    List<Mismatch> mismatches,
    @Nullable JsonNode observation,
    List<String> detail) {
  public Finding {
    mismatches = List.copyOf(mismatches);
    detail = List.copyOf(detail);
  }

  /** Something other than an expectation. */
  static Finding of(String headline, List<String> detail) {
    return new Finding(headline, null, List.of(), null, detail);
  }
}
