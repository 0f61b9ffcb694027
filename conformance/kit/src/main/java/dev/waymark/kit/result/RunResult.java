package dev.waymark.kit.result;

import dev.waymark.kit.catalog.Ledger;
import dev.waymark.kit.catalog.Requirement;
import dev.waymark.kit.catalog.TestCase;
import dev.waymark.kit.evidence.Event;
import dev.waymark.kit.evidence.Scope;
import dev.waymark.kit.plan.Plan;
import dev.waymark.kit.plan.Plan.PlannedCheck;
import dev.waymark.kit.plan.Plan.PlannedTest;
import dev.waymark.kit.verdict.Verdict;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A run, judged. Follows from the plan and the events alone.
 *
 * @param plan what was to be done
 * @param events what was done
 * @param checks each selected check
 * @param controls the kit's tests of itself
 * @param environment why the run could not be carried out, when it could not
 * @param interrupted true when the user ended it
 */
public record RunResult(
    Plan plan,
    List<Event> events,
    List<CheckResult> checks,
    List<Control> controls,
    @Nullable EnvironmentFailure environment,
    boolean interrupted) {
  public RunResult {
    events = List.copyOf(events);
    checks = List.copyOf(checks);
    controls = List.copyOf(controls);
  }

  /** Judges the record of a run. */
  public static RunResult of(Plan plan, List<Event> events) {
    return of(plan, events, null);
  }

  /** Judges the record of a run that the environment may have ended. */
  public static RunResult of(
      Plan plan, List<Event> events, @Nullable EnvironmentFailure environment) {
    Map<Scope, List<Event>> byScope = byScope(events);
    int repetitions = byScope.keySet().stream().mapToInt(Scope::repetition).max().orElse(0);
    List<CheckResult> checks = new ArrayList<>();
    for (PlannedTest test : plan.tests()) {
      for (PlannedCheck check : test.checks()) {
        checks.add(result(plan.catalog().ledger(), test.test(), check, byScope, repetitions));
      }
    }
    List<Control> controls =
        Stream.of(Control.FIRST, Control.LAST).flatMap(when -> controls(when, byScope)).toList();
    boolean interrupted =
        events.stream()
            .anyMatch(event -> event instanceof Event.RunEnded ended && ended.interrupted());
    return new RunResult(plan, events, checks, controls, environment, interrupted);
  }

  /** How many checks came to each verdict; only those that occur. */
  public Map<Verdict, Long> totals() {
    return checks.stream()
        .collect(
            Collectors.groupingBy(
                CheckResult::verdict, () -> new EnumMap<>(Verdict.class), Collectors.counting()));
  }

  /** The results of each selected test, in the plan's order. */
  public List<TestResult> tests() {
    return plan.tests().stream()
        .map(
            planned ->
                new TestResult(
                    planned.test(),
                    checks.stream()
                        .filter(each -> each.test().name().equals(planned.test().name()))
                        .toList()))
        .toList();
  }

  /** The controls that make every verdict void. */
  public List<Control> wrongControls() {
    return controls.stream().filter(Control::isWrong).toList();
  }

  /** Why this check was expected not to pass; none where the baseline doesn't speak of it. */
  public Optional<String> excuse(CheckResult check) {
    return check.verdict().isFailure()
        ? plan.baseline().reason(check.test().name(), check.check().method())
        : Optional.empty();
  }

  /** The failures that the baseline doesn't expect. */
  public List<CheckResult> unexpectedFailures() {
    return checks.stream()
        .filter(check -> check.verdict().isFailure() && excuse(check).isEmpty())
        .toList();
  }

  /**
   * What the baseline expects to fail although all of it that ran passed, in alphabetical order.
   */
  public List<String> staleExpectations() {
    return plan.baseline().reasons().keySet().stream()
        .filter(
            entry -> {
              Set<Verdict> seen =
                  checks.stream()
                      .filter(
                          check -> entry.equals(check.test().name()) || entry.equals(check.name()))
                      .map(CheckResult::verdict)
                      .collect(Collectors.toSet());
              return seen.equals(Set.of(Verdict.PASS));
            })
        .sorted()
        .toList();
  }

  /** True when what the checks say may be relied upon. */
  public boolean stands() {
    return wrongControls().isEmpty();
  }

  /**
   * What a run says about a requirement: that of the worst of its checks; none when no check of it
   * is selected.
   */
  public Optional<Verdict> verdict(Requirement requirement) {
    Set<Verdict> seen =
        checks.stream()
            .filter(check -> check.requirement().equals(requirement))
            .map(CheckResult::verdict)
            .collect(Collectors.toSet());
    return Stream.of(
            Verdict.KIT_ERROR,
            Verdict.FAIL,
            Verdict.FLAKY,
            Verdict.BLOCKED,
            Verdict.UNTESTABLE,
            Verdict.NOT_RUN,
            Verdict.DISABLED,
            Verdict.NOT_CLAIMED,
            Verdict.PASS)
        .filter(seen::contains)
        .findFirst();
  }

  /** The seed of the run; empty when it didn't come so far. */
  public String seed() {
    return started().map(Event.RunStarted::seed).orElse("");
  }

  /** The run's first event. */
  public Optional<Event.RunStarted> started() {
    return events.stream()
        .filter(Event.RunStarted.class::isInstance)
        .map(Event.RunStarted.class::cast)
        .findFirst();
  }

  /** Milliseconds from the first to the last event. */
  public long tookMillis() {
    return events.isEmpty() ? 0 : events.getLast().at();
  }

  private static CheckResult result(
      Ledger ledger,
      TestCase test,
      PlannedCheck planned,
      Map<Scope, List<Event>> byScope,
      int repetitions) {
    Requirement requirement =
        ledger
            .find(planned.check().requirement())
            .orElseThrow(() -> new IllegalStateException(planned.check().requirement()));
    List<Attempt> attempts = new ArrayList<>();
    if (planned.fate() == Plan.Fate.RUN) {
      for (int repetition = 1; repetition <= repetitions; repetition++) {
        attempts.add(
            attempt(
                Scope.ofTest(repetition, test.name()).check(planned.check().method()), byScope));
      }
    }
    Verdict verdict =
        switch (planned.fate()) {
          case RUN -> CheckResult.combined(attempts);
          case NOT_CLAIMED -> Verdict.NOT_CLAIMED;
          case DISABLED -> Verdict.DISABLED;
        };
    return new CheckResult(test, planned.check(), requirement, verdict, attempts);
  }

  /**
   * Claimed features whose selected checks the user disabled to the last: nothing shows that they
   * work.
   */
  public List<String> unshownFeatures() {
    return plan.claims().features().stream()
        .filter(
            feature -> checks.stream().anyMatch(check -> check.test().features().contains(feature)))
        .filter(
            feature ->
                checks.stream()
                    .filter(check -> check.test().features().contains(feature))
                    .allMatch(check -> check.verdict() == Verdict.DISABLED))
        .sorted()
        .toList();
  }

  private static Stream<Control> controls(String when, Map<Scope, List<Event>> byScope) {
    return Control.WANTED.stream()
        .map(
            wanted -> {
              Attempt attempt = attempt(Scope.ofTest(0, when).check(wanted.getKey()), byScope);
              return new Control(
                  wanted.getKey(),
                  when.substring(when.lastIndexOf(' ') + 1),
                  wanted.getValue(),
                  attempt.verdict(),
                  attempt.finding());
            });
  }

  private static Attempt attempt(Scope scope, Map<Scope, List<Event>> byScope) {
    return Attempt.of(
        scope,
        byScope.getOrDefault(scope, List.of()),
        byScope.getOrDefault(scope.wholeTest(), List.of()));
  }

  private static Map<Scope, List<Event>> byScope(List<Event> events) {
    return events.stream()
        .filter(Event.Scoped.class::isInstance)
        .collect(Collectors.groupingBy(event -> ((Event.Scoped) event).scope()));
  }
}
