package dev.waymark.model.authorization;

import java.util.List;

/**
 * One policy on requests.
 *
 * @param rules alternatives; a policy without any matches nothing
 * @param dryRun whether its verdict is only written to the log
 */
public record RequestPolicy(
    String namespace, String name, Action action, List<RequestRule> rules, boolean dryRun) {
  public RequestPolicy {
    rules = List.copyOf(rules);
  }

  /** The name by which logs refer to it, {@code NAMESPACE/NAME}. */
  public String key() {
    return namespace + "/" + name;
  }

  /** What a match means. */
  public enum Action {
    ALLOW,
    DENY,
    /** That the request is written to the log. */
    AUDIT
  }

  /**
   * What of it holds for connections whose requests nobody reads, so that nothing passes that it
   * would have kept out: it allows by its rules on connections only, and denies whatever a rule on
   * requests might be about.
   */
  public RequestPolicy ofConnections() {
    List<RequestRule> decidable =
        switch (action) {
          case ALLOW -> rules.stream().flatMap(rule -> rule.ifOfConnections().stream()).toList();
          case DENY, AUDIT -> rules.stream().map(RequestRule::ofConnections).toList();
        };
    return new RequestPolicy(namespace, name, action, decidable, dryRun);
  }
}
