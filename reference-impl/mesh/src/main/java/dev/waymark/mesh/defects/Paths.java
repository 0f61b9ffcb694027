package dev.waymark.mesh.defects;

import dev.waymark.model.PathMatch;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** Paths and prefixes, as faults in matching need them. */
final class Paths {
  /** Matches no prefix but the root, which matches everything. */
  static final String NOWHERE = "/.nowhere";

  private Paths() {}

  static boolean matches(PathMatch match, String path) {
    return switch (match) {
      case PathMatch.Exact(String exact) -> path.equals(exact);
      case PathMatch.Prefix(String prefix) -> isUnder(path, prefix);
      case PathMatch.Regex regex -> regex.expression().matches(path);
    };
  }

  /** Whether the path's first elements are the prefix's. */
  static boolean isUnder(String path, String prefix) {
    return prefix.equals("/")
        || (path.startsWith(prefix)
            && (path.length() == prefix.length() || path.charAt(prefix.length()) == '/'));
  }

  static boolean isExact(String path, Collection<PathMatch> matches) {
    return matches.contains(new PathMatch.Exact(path));
  }

  /** The prefixes other than the root. */
  static Stream<String> prefixes(Collection<PathMatch> matches) {
    return matches.stream()
        .filter(PathMatch.Prefix.class::isInstance)
        .map(PathMatch::value)
        .filter(prefix -> !prefix.equals("/"));
  }

  /** The prefix that decides where the path goes, unless an exact path does. */
  static Optional<String> longestPrefix(String path, Collection<PathMatch> matches) {
    return isExact(path, matches)
        ? Optional.empty()
        : prefixes(matches)
            .filter(prefix -> isUnder(path, prefix))
            .max(Comparator.comparingInt(String::length));
  }

  static boolean isOneElement(String prefix) {
    return prefix.indexOf('/', 1) < 0;
  }
}
