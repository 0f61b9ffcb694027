package dev.waymark.kit.plan;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Failures that are known, each with its reason. They are judged and reported as any other, but
 * don't fail a run; one that passes makes the baseline stale.
 *
 * @param reasons by the name of a test, which stands for whichever of its checks fail, or of one
 *     check as {@code Test.check}
 */
public record Baseline(Map<String, String> reasons) {
  /** Expects no failure. */
  public static final Baseline NONE = new Baseline(Map.of());

  public Baseline {
    reasons = Map.copyOf(reasons);
  }

  /**
   * Reads the text of a baseline: a failure on each line, its name, blanks, its reason. Empty lines
   * and those that begin with {@code #} say nothing.
   *
   * @param source what messages call the text
   * @throws UsageException naming the line that isn't an expected failure
   */
  public static Baseline parse(String source, String text) {
    Map<String, String> reasons = new LinkedHashMap<>();
    List<String> lines = text.lines().map(String::strip).toList();
    for (int index = 0; index < lines.size(); index++) {
      String line = lines.get(index);
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      String[] parts = line.split("\\s+", 2);
      if (parts.length < 2) {
        throw wrong(source, index, parts[0] + " has no reason (expected: a name and a reason)");
      }
      if (reasons.put(parts[0], parts[1]) != null) {
        throw wrong(source, index, parts[0] + " is there already (expected: once)");
      }
    }
    return new Baseline(reasons);
  }

  private static UsageException wrong(String source, int index, String what) {
    return new UsageException("%s, line %d: %s".formatted(source, index + 1, what));
  }

  /** Why this check is expected to fail; none if it isn't. */
  public Optional<String> reason(String test, String check) {
    return Optional.ofNullable(reasons.get(test + "." + check))
        .or(() -> Optional.ofNullable(reasons.get(test)));
  }

  /**
   * Makes sure that each entry names what there is.
   *
   * @throws UsageException for the first, in alphabetical order, that doesn't
   */
  Baseline requireAmong(Collection<String> names) {
    for (String entry : new TreeSet<>(reasons.keySet())) {
      if (!names.contains(entry)) {
        throw UsageException.unknown("expected failure", entry, names);
      }
    }
    return this;
  }
}
