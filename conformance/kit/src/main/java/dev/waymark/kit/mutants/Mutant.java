package dev.waymark.kit.mutants;

import java.util.List;

/**
 * The reference with one fault.
 *
 * @param name the fault's name
 * @param requirements what it violates: one requirement, or the same one of several suites
 */
public record Mutant(String name, List<String> requirements) {
  public Mutant {
    requirements = List.copyOf(requirements);
  }

  /** One that violates a single requirement. */
  public Mutant(String name, String requirement) {
    this(name, List.of(requirement));
  }

  /** Whether it violates this requirement. */
  public boolean violates(String requirement) {
    return requirements.contains(requirement);
  }
}
