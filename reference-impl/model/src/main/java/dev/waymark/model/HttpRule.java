package dev.waymark.model;

import java.util.List;

/**
 * What happens to the requests that one of the matches selects.
 *
 * @param name the route's name for it, empty where it gives none
 * @param matches alternatives, at least one
 */
public record HttpRule(String name, List<HttpMatch> matches, RuleAction action) {
  public HttpRule {
    matches = List.copyOf(matches);
    if (matches.isEmpty()) {
      throw new IllegalArgumentException("a rule needs a match");
    }
  }

  /** This rule with other matches. */
  public HttpRule withMatches(List<HttpMatch> replacement) {
    return new HttpRule(name, replacement, action);
  }

  /** This rule with another action. */
  public HttpRule withAction(RuleAction replacement) {
    return new HttpRule(name, matches, replacement);
  }
}
