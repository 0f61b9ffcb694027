package dev.waymark.model.authorization;

import java.util.List;
import java.util.Optional;

/**
 * One of a policy's alternatives.
 *
 * @param clauses all must hold; each is a list of alternatives, of which each is a list of tests
 *     that must all hold. Without clauses it is a rule that always holds
 */
public record RequestRule(List<List<List<RequestTest>>> clauses) {
  public RequestRule {
    clauses = clauses.stream().map(each -> each.stream().map(List::copyOf).toList()).toList();
  }

  /** This rule, if it can be decided of a connection whose requests nobody reads. */
  Optional<RequestRule> ifOfConnections() {
    boolean decidable =
        clauses.stream()
            .flatMap(List::stream)
            .flatMap(List::stream)
            .allMatch(RequestTest::isOfConnection);
    return decidable ? Optional.of(this) : Optional.empty();
  }

  /** This rule without the tests that can't be decided of such a connection: it holds for more. */
  RequestRule ofConnections() {
    return new RequestRule(
        clauses.stream()
            .map(
                alternatives ->
                    alternatives.stream()
                        .map(tests -> tests.stream().filter(RequestTest::isOfConnection).toList())
                        .toList())
            .toList());
  }
}
