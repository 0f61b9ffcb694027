package dev.waymark.kit.plan;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * The user asked for something that isn't there. The message names it and what is near it; exit
 * code 2.
 */
public final class UsageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** More names than these nobody reads in a message. */
  private static final int FEW = 50;

  /** With a message for the user. */
  public UsageException(String message) {
    super(message);
  }

  /** For a name that nobody knows. */
  public static UsageException unknown(String what, String name, Collection<String> known) {
    return new UsageException("Unknown %s: %s. %s".formatted(what, name, hint(name, known)));
  }

  private static String hint(String name, Collection<String> known) {
    List<String> near = near(name, known);
    if (!near.isEmpty()) {
      return "Did you mean " + String.join(", ", near) + "?";
    }
    return known.size() > FEW
        ? "'waymark list --checks' shows what there is."
        : "Known: " + String.join(", ", known) + ".";
  }

  /** Up to three names that the user may have meant. */
  static List<String> near(String name, Collection<String> known) {
    String wanted = name.toLowerCase(Locale.ROOT);
    record Candidate(String name, int distance) {}
    return known.stream()
        .map(each -> new Candidate(each, distance(wanted, each.toLowerCase(Locale.ROOT))))
        .filter(
            each ->
                each.distance() <= Math.max(2, wanted.length() / 4)
                    || (wanted.length() >= 4
                        && each.name().toLowerCase(Locale.ROOT).contains(wanted)))
        .sorted(Comparator.comparingInt(Candidate::distance).thenComparing(Candidate::name))
        .limit(3)
        .map(Candidate::name)
        .toList();
  }

  /** How many letters have to be put in, taken out or replaced (Levenshtein). */
  private static int distance(String from, String to) {
    int[] above = new int[to.length() + 1];
    for (int column = 0; column <= to.length(); column++) {
      above[column] = column;
    }
    for (int row = 1; row <= from.length(); row++) {
      int[] line = new int[to.length() + 1];
      line[0] = row;
      for (int column = 1; column <= to.length(); column++) {
        int replaced = above[column - 1] + (from.charAt(row - 1) == to.charAt(column - 1) ? 0 : 1);
        line[column] = Math.min(replaced, Math.min(above[column], line[column - 1]) + 1);
      }
      above = line;
    }
    return above[to.length()];
  }
}
