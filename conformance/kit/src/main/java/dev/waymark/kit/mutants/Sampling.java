package dev.waymark.kit.mutants;

import dev.waymark.kit.plan.Plan;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which checks a mutant is tried with, beside those of what it violates.
 *
 * @param others how many of the others
 * @param seed draws them, for each mutant anew, so that over the mutants most pairs come up sooner
 *     or later
 */
public record Sampling(int others, String seed) {
  /** With all of them. */
  public static Sampling full() {
    return new Sampling(Integer.MAX_VALUE, "");
  }

  /** The part of a plan that a mutant is tried with. Pure. */
  Plan of(Plan whole, Mutant mutant) {
    Set<String> chosen = new TreeSet<>();
    List<String> rest = new ArrayList<>();
    for (Plan.PlannedTest test : whole.tests()) {
      for (Plan.PlannedCheck check : test.checks()) {
        String name = test.test().name() + "." + check.check().method();
        (mutant.violates(check.check().requirement()) ? chosen : rest).add(name);
      }
    }
    Collections.sort(rest);
    Collections.shuffle(rest, new Random((seed + '\n' + mutant.name()).hashCode()));
    chosen.addAll(rest.subList(0, Math.min(others, rest.size())));
    return whole.only(chosen);
  }
}
