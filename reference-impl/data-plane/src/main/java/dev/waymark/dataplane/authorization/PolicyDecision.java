package dev.waymark.dataplane.authorization;

import dev.waymark.model.authorization.PathPattern;
import dev.waymark.model.authorization.RequestPolicy;
import dev.waymark.model.authorization.RequestPolicy.Action;
import dev.waymark.model.authorization.RequestRule;
import dev.waymark.model.authorization.RequestTest;
import dev.waymark.model.authorization.StringMatch;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;

/**
 * What policies say of a request. Pure functions: whatever denies wins; where a policy allows
 * something, only what is allowed passes; without one, all does.
 */
final class PolicyDecision {
  private PolicyDecision() {}

  /** Why a request may not come in; empty if it may. */
  static Optional<String> objection(List<RequestPolicy> policies, RequestFacts facts) {
    List<RequestPolicy> enforced = policies.stream().filter(policy -> !policy.dryRun()).toList();
    for (RequestPolicy policy : enforced) {
      if (policy.action() == Action.DENY && matches(policy.rules(), facts)) {
        return Optional.of("explicitly denied by: " + policy.key());
      }
    }
    List<RequestPolicy> allowing =
        enforced.stream().filter(policy -> policy.action() == Action.ALLOW).toList();
    return allowing.isEmpty()
            || allowing.stream().anyMatch(policy -> matches(policy.rules(), facts))
        ? Optional.empty()
        : Optional.of("allow policies exist, but none allowed");
  }

  /** What is to be written to the log: what dry runs would have refused, and what is audited. */
  static List<String> remarks(List<RequestPolicy> policies, RequestFacts facts) {
    return policies.stream()
        .flatMap(policy -> remark(policy, matches(policy.rules(), facts)).stream())
        .toList();
  }

  private static Optional<String> remark(RequestPolicy policy, boolean matches) {
    return switch (policy.action()) {
      case AUDIT -> matches ? Optional.of("audited by " + policy.key()) : Optional.empty();
      case DENY, ALLOW ->
          policy.dryRun() && matches == (policy.action() == Action.DENY)
              ? Optional.of("would be denied by " + policy.key())
              : Optional.empty();
    };
  }

  static boolean matches(List<RequestRule> rules, RequestFacts facts) {
    return rules.stream()
        .anyMatch(
            rule ->
                rule.clauses().stream()
                    .allMatch(
                        alternatives ->
                            alternatives.stream()
                                .anyMatch(
                                    tests -> tests.stream().allMatch(test -> holds(test, facts)))));
  }

  private static boolean holds(RequestTest test, RequestFacts facts) {
    return switch (test) {
      case RequestTest.Text text ->
          holds(
              text.values(), text.notValues(), facts.texts(text.attribute()), StringMatch::matches);
      case RequestTest.Address address ->
          holds(
              address.values(),
              address.notValues(),
              facts.address(address.end()).stream().toList(),
              (block, each) -> block.contains(each));
      case RequestTest.Port port ->
          holds(
              port.values(),
              port.notValues(),
              List.of(facts.peer().destination().getPort()),
              Integer::equals);
      case RequestTest.Path path ->
          holds(path.values(), path.notValues(), List.of(facts.path()), PathPattern::matches);
      case RequestTest.Account account ->
          holds(
              account.values(),
              account.notValues(),
              facts.identity().stream().toList(),
              (wanted, identity) ->
                  wanted.namespace().equals(identity.namespace())
                      && wanted.name().equals(identity.serviceAccount()));
    };
  }

  private static <V, F> boolean holds(
      List<V> values, List<V> notValues, List<F> facts, BiPredicate<V, F> match) {
    return (values.isEmpty() || anyMatches(values, facts, match))
        && !anyMatches(notValues, facts, match);
  }

  private static <V, F> boolean anyMatches(List<V> values, List<F> facts, BiPredicate<V, F> match) {
    return values.stream()
        .anyMatch(value -> facts.stream().anyMatch(fact -> match.test(value, fact)));
  }
}
