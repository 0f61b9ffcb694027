package dev.waymark.kit.verdict;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What an observation has to look like: some of its fields, each with what it must be. Fields that
 * are not named may be anything.
 *
 * @param terms in the order in which a reader would ask for them; the first that fails is the
 *     headline
 */
public record Expectation(List<Term> terms) {
  public Expectation {
    terms = List.copyOf(terms);
    if (terms.isEmpty()) {
      throw new IllegalArgumentException("an expectation without terms could never fail");
    }
  }

  /**
   * One field and what it must be.
   *
   * @param path the keys that lead to the field in the observation
   * @param matcher what it must be
   */
  public record Term(List<String> path, Matcher matcher) {
    public Term {
      path = List.copyOf(path);
    }

    /** The path as people read it. */
    public String field() {
      return String.join(" › ", path);
    }
  }

  /**
   * A field that is not what it must be.
   *
   * @param path where
   * @param expected what it must be
   * @param actual what it is; null when it isn't there
   */
  public record Mismatch(List<String> path, Matcher expected, @Nullable JsonNode actual) {
    /** The path as people read it. */
    public String field() {
      return String.join(" › ", path);
    }

    /** The whole as one line. */
    public String says() {
      return "%s %s, but %s"
          .formatted(field(), expected.says(), actual == null ? "is absent" : "is " + actual);
    }
  }

  /** This and the other's terms too. */
  public Expectation and(Expectation other) {
    List<Term> all = new ArrayList<>(terms);
    all.addAll(other.terms);
    return new Expectation(all);
  }

  /** Compares; empty when the observation is as expected. Pure. */
  public List<Mismatch> compare(JsonNode observation) {
    return terms.stream()
        .flatMap(
            term -> {
              JsonNode actual = at(observation, term.path()).orElse(null);
              return term.matcher().accepts(actual)
                  ? java.util.stream.Stream.empty()
                  : java.util.stream.Stream.of(new Mismatch(term.path(), term.matcher(), actual));
            })
        .toList();
  }

  private static Optional<JsonNode> at(JsonNode root, List<String> path) {
    @Nullable JsonNode here = root;
    for (String key : path) {
      here = here == null ? null : here.get(key);
    }
    return Optional.ofNullable(here);
  }
}
