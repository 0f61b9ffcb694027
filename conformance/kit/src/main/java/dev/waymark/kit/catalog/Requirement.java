package dev.waymark.kit.catalog;

import java.net.URI;

/**
 * One thing that the standard asks for.
 *
 * @param id dotted lower-case key, for example {@code httproute.match.path.exact}
 * @param level how strongly (RFC 2119)
 * @param text what is required, in our own words
 * @param source where the standard says so
 * @param coverage whether checks hold implementations to it
 * @param why for a requirement that isn't checked: why not; else empty
 */
public record Requirement(
    String id, Level level, String text, URI source, Coverage coverage, String why) {
  /** Strength of a requirement. */
  public enum Level {
    MUST,
    SHOULD,
    MAY
  }

  /** Whether it is checked. */
  public enum Coverage {
    CHECKED,
    UNTESTABLE,
    GAP
  }
}
