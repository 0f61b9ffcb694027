package dev.waymark.model.authorization;

import com.google.re2j.Pattern;
import dev.waymark.model.Expression;
import java.util.Optional;

/** Which paths, without their query, a policy means. */
public sealed interface PathPattern {
  /** Whether a path is one of them. */
  boolean matches(String path);

  /** By the text of the path. */
  record Text(StringMatch match) implements PathPattern {
    @Override
    public boolean matches(String path) {
      return match.matches(path);
    }
  }

  /** By its segments. */
  record Template(Expression segments) implements PathPattern {
    @Override
    public boolean matches(String path) {
      return segments.matches(path);
    }
  }

  /**
   * Reads the notation of policies: that of {@link StringMatch}, or a template in which the segment
   * <code>{*}</code> stands for one segment and <code>{**}</code>, once, for any number of them.
   *
   * @return empty if a template's braces hold anything else, or something beside them
   */
  static Optional<PathPattern> parse(String notation) {
    if (!notation.contains("{") && !notation.contains("}")) {
      return Optional.of(new Text(StringMatch.parse(notation)));
    }
    StringBuilder expression = new StringBuilder();
    int open = 0;
    String separator = "";
    for (String segment : notation.split("/", -1)) {
      expression.append(separator);
      separator = "/";
      switch (segment) {
        case "{*}" -> expression.append("[^/]+");
        case "{**}" -> {
          expression.append(".*");
          open++;
        }
        default -> {
          if (segment.matches(".*[{}*].*")) {
            return Optional.empty();
          }
          expression.append(Pattern.quote(segment));
        }
      }
    }
    return open > 1
        ? Optional.empty()
        : Optional.of(new Template(Expression.of(expression.toString())));
  }
}
