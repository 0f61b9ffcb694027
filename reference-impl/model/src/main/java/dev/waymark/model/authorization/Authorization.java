package dev.waymark.model.authorization;

import java.util.List;

/**
 * One policy.
 *
 * @param rules alternatives, each a list of clauses that must all hold, each a list of alternative
 *     matches. A policy without rules matches nothing; a clause without matches always holds, and
 *     one of nothing but matches that say nothing never does
 * @param dryRun whether its verdict is only written to the log
 */
public record Authorization(
    String namespace,
    String name,
    Scope scope,
    Action action,
    List<List<List<ConnectionMatch>>> rules,
    boolean dryRun) {
  public Authorization {
    rules = rules.stream().map(clauses -> clauses.stream().map(List::copyOf).toList()).toList();
  }

  /** The name by which workloads refer to it, {@code NAMESPACE/NAME}. */
  public String key() {
    return namespace + "/" + name;
  }

  /** For whom it holds. */
  public enum Scope {
    /** For every workload of the mesh. */
    GLOBAL,
    /** For every workload of its namespace. */
    NAMESPACE,
    /** For the workloads that name it. */
    WORKLOAD_SELECTOR
  }

  /** What a match means. */
  public enum Action {
    ALLOW,
    DENY
  }
}
