package dev.waymark.kit.mutants;

import dev.waymark.kit.plan.Plan;
import dev.waymark.kit.result.CheckResult;
import dev.waymark.kit.result.RunResult;
import dev.waymark.kit.verdict.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Every mutant against the checks.
 *
 * <p>A check is <em>killed</em> (shown to be able to fail) by a mutant that violates its
 * requirement and turns it FAIL. A check that no mutant kills is a <em>survivor</em>: perhaps it
 * can't fail. A mutant that kills none of the checks of its requirement is <em>unseen</em>. A check
 * of another requirement that a mutant turns FAIL or FLAKY is a <em>trespass</em>: either the check
 * compares more than its requirement says, or the fault does more. A mutant may violate the same
 * requirement of several suites, and has to be seen by each that is in the plan.
 *
 * <p>BLOCKED is not a trespass. A fault in what many checks rest on, such as a route's acceptance,
 * rightly keeps them from being carried out, and they say nothing about their own requirement then.
 * Nor does BLOCKED kill: a check that can only be blocked has not been shown to fail. So a fault
 * can't hide behind blocked checks: it needs a FAIL of its own.
 *
 * <p>UNTESTABLE counts as a trespass as well. A trial in which a control or the kit itself went
 * wrong, or the environment, is <em>void</em> and shows nothing.
 *
 * @param checks name and requirement of each check
 * @param reference the verdicts without any fault
 * @param rows what became of each mutant
 */
public record MutationMatrix(Map<String, String> checks, Row reference, List<Row> rows) {
  /** Carries plans out on mutants. */
  @FunctionalInterface
  public interface Trial {
    /**
     * Carries a plan out.
     *
     * @param mutant what to carry it out on; null for the reference without fault
     */
    RunResult run(@Nullable Mutant mutant, Plan plan);
  }

  /**
   * A trial.
   *
   * @param mutant null for the reference
   * @param verdicts by check name, of those that were tried
   * @param voided why the trial shows nothing; empty when it does
   */
  public record Row(@Nullable Mutant mutant, Map<String, Verdict> verdicts, String voided) {
    public Row {
      verdicts = Map.copyOf(verdicts);
    }
  }

  /** A check that a mutant of another requirement turned red. */
  public record Trespass(Mutant mutant, String check, String requirement, Verdict verdict) {}

  public MutationMatrix {
    checks = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(checks));
    rows = List.copyOf(rows);
  }

  /**
   * Tries all mutants, the reference first. When the reference itself isn't green, no mutant is
   * tried: nothing could be told from them.
   *
   * @param trials so many mutants are tried at the same time, each by one of these
   * @param progress told of each row as it is done; by one thread at a time
   */
  public static MutationMatrix of(
      Plan plan,
      List<Mutant> mutants,
      Sampling sampling,
      List<Trial> trials,
      Consumer<Row> progress) {
    Row reference = row(null, trials.getFirst().run(null, plan));
    progress.accept(reference);
    List<Row> rows =
        isGreen(reference) ? rows(plan, mutants, sampling, trials, progress) : List.of();
    return new MutationMatrix(requirements(plan), reference, rows);
  }

  /** The requirement of each check that a plan runs, by the check's name. */
  public static Map<String, String> requirements(Plan plan) {
    Map<String, String> checks = new LinkedHashMap<>();
    for (Plan.PlannedTest test : plan.tests()) {
      for (Plan.PlannedCheck check : test.checks()) {
        if (check.fate() == Plan.Fate.RUN) {
          checks.put(
              test.test().name() + "." + check.check().method(), check.check().requirement());
        }
      }
    }
    return checks;
  }

  private static List<Row> rows(
      Plan plan,
      List<Mutant> mutants,
      Sampling sampling,
      List<Trial> trials,
      Consumer<Row> progress) {
    Queue<Integer> next = new ConcurrentLinkedQueue<>();
    IntStream.range(0, mutants.size()).forEach(next::add);
    @Nullable Row[] rows = new Row[mutants.size()];
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> workers = new ArrayList<>();
      for (Trial trial : trials) {
        workers.add(
            threads.submit(
                () -> {
                  for (Integer index = next.poll(); index != null; index = next.poll()) {
                    Row row = tried(plan, mutants.get(index), sampling, trial);
                    rows[index] = row;
                    synchronized (rows) {
                      progress.accept(row);
                    }
                  }
                }));
      }
      for (Future<?> worker : workers) {
        worker.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("a trial threw instead of reporting", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return Stream.of(rows).flatMap(Stream::ofNullable).toList();
  }

  private static Row tried(Plan plan, Mutant mutant, Sampling sampling, Trial trial) {
    Plan part = sampling.of(plan, mutant);
    return part.size() == 0
        ? new Row(
            mutant,
            Map.of(),
            "no selected check is about " + String.join(" or ", mutant.requirements()))
        : row(mutant, trial.run(mutant, part));
  }

  /** Mutants that turned a check red, by check: those of its own requirement only. */
  public Map<String, List<String>> kills() {
    Map<String, List<String>> kills = new TreeMap<>();
    for (Row row : valid()) {
      row.verdicts()
          .forEach(
              (check, verdict) -> {
                if (verdict == Verdict.FAIL && isOwn(row, check)) {
                  kills.computeIfAbsent(check, any -> new ArrayList<>()).add(name(row));
                }
              });
    }
    return kills;
  }

  /** Checks that no mutant kills. */
  public List<String> survivors() {
    Map<String, List<String>> kills = kills();
    return checks.keySet().stream().filter(check -> !kills.containsKey(check)).toList();
  }

  /** Mutants that kill none of the checks of a requirement of theirs, though there are some. */
  public List<Mutant> unseen() {
    return valid().stream()
        .flatMap(row -> Stream.ofNullable(row.mutant()).filter(mutant -> isUnseen(row, mutant)))
        .toList();
  }

  private boolean isUnseen(Row row, Mutant mutant) {
    return mutant.requirements().stream()
        .filter(checks::containsValue)
        .anyMatch(
            requirement ->
                row.verdicts().entrySet().stream()
                    .noneMatch(
                        each ->
                            each.getValue() == Verdict.FAIL
                                && requirement.equals(checks.get(each.getKey()))));
  }

  /** Checks that a mutant of another requirement turned red. */
  public List<Trespass> trespasses() {
    List<Trespass> trespasses = new ArrayList<>();
    for (Row row : valid()) {
      Mutant mutant = row.mutant();
      if (mutant != null) {
        new TreeMap<>(row.verdicts())
            .forEach(
                (check, verdict) -> {
                  boolean red =
                      verdict == Verdict.FAIL
                          || verdict == Verdict.FLAKY
                          || verdict == Verdict.UNTESTABLE;
                  if (red && !isOwn(row, check)) {
                    trespasses.add(
                        new Trespass(mutant, check, checks.getOrDefault(check, "?"), verdict));
                  }
                });
      }
    }
    return trespasses;
  }

  /** Trials that show nothing. */
  public List<Row> voided() {
    return Stream.concat(Stream.of(reference), rows.stream())
        .filter(row -> !row.voided().isEmpty())
        .toList();
  }

  /**
   * True when the reference is green, each check is killed, and each mutant is seen and keeps to
   * its requirement.
   */
  public boolean isSound() {
    return isGreen(reference)
        && voided().isEmpty()
        && survivors().isEmpty()
        && unseen().isEmpty()
        && trespasses().isEmpty();
  }

  /** True when the reference without fault passed everything. */
  public boolean isReferenceGreen() {
    return isGreen(reference);
  }

  private List<Row> valid() {
    return rows.stream().filter(row -> row.voided().isEmpty()).toList();
  }

  private boolean isOwn(Row row, String check) {
    return row.mutant() != null && row.mutant().violates(checks.getOrDefault(check, ""));
  }

  private static String name(Row row) {
    return row.mutant() == null ? "reference" : row.mutant().name();
  }

  private static boolean isGreen(Row row) {
    return row.voided().isEmpty()
        && !row.verdicts().isEmpty()
        && row.verdicts().values().stream().allMatch(verdict -> verdict == Verdict.PASS);
  }

  private static Row row(@Nullable Mutant mutant, RunResult result) {
    Map<String, Verdict> verdicts = new TreeMap<>();
    for (CheckResult check : result.checks()) {
      if (check.verdict() != Verdict.NOT_CLAIMED && check.verdict() != Verdict.DISABLED) {
        verdicts.put(check.name(), check.verdict());
      }
    }
    return new Row(mutant, verdicts, voided(result));
  }

  private static String voided(RunResult result) {
    if (!result.stands()) {
      return "the control %s was wrong".formatted(result.wrongControls().getFirst().name());
    }
    if (result.environment() != null) {
      return String.valueOf(result.environment().getMessage());
    }
    if (result.interrupted()) {
      return "it was interrupted";
    }
    return result.checks().stream()
        .filter(check -> check.verdict() == Verdict.KIT_ERROR || check.verdict() == Verdict.NOT_RUN)
        .findFirst()
        .map(
            check ->
                "%s came to %s%s"
                    .formatted(
                        check.name(),
                        check.verdict(),
                        check.finding().map(finding -> ": " + finding.headline()).orElse("")))
        .orElse("");
  }
}
