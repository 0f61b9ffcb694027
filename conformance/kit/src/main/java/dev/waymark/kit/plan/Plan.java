package dev.waymark.kit.plan;

import dev.waymark.kit.catalog.Catalog;
import dev.waymark.kit.catalog.Features;
import dev.waymark.kit.catalog.Profile;
import dev.waymark.kit.catalog.Profiles;
import dev.waymark.kit.catalog.TestCase;
import dev.waymark.kit.catalog.TestCase.CheckCase;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a run will do, known before it begins.
 *
 * @param catalog what there was to choose from
 * @param claims of the implementation, with the core features of the selected profiles
 * @param selection what the user asked for
 * @param profiles that a report is made for
 * @param tests that were selected, with their checks
 * @param baseline the failures that are expected
 */
public record Plan(
    Catalog catalog,
    Claims claims,
    Selection selection,
    List<Profile> profiles,
    List<PlannedTest> tests,
    Baseline baseline) {
  /** What is to become of a check. */
  public enum Fate {
    RUN,
    /** A feature that its test needs is not claimed. */
    NOT_CLAIMED,
    /** The user disabled it. */
    DISABLED
  }

  /**
   * A selected test.
   *
   * @param missing features that it needs and that aren't claimed
   */
  public record PlannedTest(TestCase test, List<PlannedCheck> checks, List<String> missing) {
    /** True when at least one check is to run. */
    public boolean runs() {
      return checks.stream().anyMatch(check -> check.fate() == Fate.RUN);
    }
  }

  /** A selected check. */
  public record PlannedCheck(CheckCase check, Fate fate) {}

  public Plan {
    profiles = List.copyOf(profiles);
    tests = List.copyOf(tests);
  }

  /**
   * Makes the plan. It may turn out empty: see {@link #size}.
   *
   * @throws UsageException for a profile, feature, test or requirement that isn't there
   */
  public static Plan of(Catalog catalog, Claims claims, Selection selection) {
    List<Profile> selected = selection.profiles().stream().map(Plan::profile).toList();
    List<String> featureNames = Features.all().stream().map(each -> each.name()).toList();
    selection.features().forEach(name -> known("feature", name, featureNames));
    List<String> testNames = catalog.tests().stream().flatMap(Plan::namesOf).toList();
    Stream.concat(selection.tests().stream(), selection.disabled().stream())
        .forEach(pattern -> known("test", pattern, testNames));
    List<String> ids = catalog.ledger().all().stream().map(each -> each.id()).toList();
    selection.requirements().forEach(pattern -> known("requirement", pattern, ids));

    Claims all = claims.with(selected);
    List<PlannedTest> tests = new ArrayList<>();
    for (TestCase test : catalog.tests()) {
      List<String> missing =
          test.features().stream().filter(name -> !all.features().contains(name)).toList();
      List<PlannedCheck> checks = new ArrayList<>();
      for (CheckCase check : test.checks()) {
        if (selects(selection, test, check)) {
          checks.add(new PlannedCheck(check, fate(selection, test, check, missing)));
        }
      }
      if (!checks.isEmpty()) {
        tests.add(new PlannedTest(test, checks, missing));
      }
    }
    return new Plan(
        catalog,
        all,
        selection,
        selected.isEmpty() ? profilesOf(tests, all) : selected,
        tests,
        Baseline.NONE);
  }

  /** The same for these claims, when the cluster knows more of them than the user. */
  public Plan withClaims(Claims known) {
    return new Plan(catalog, known, selection, profiles, tests, baseline);
  }

  /**
   * The same, and these failures are expected.
   *
   * @throws UsageException for a test or check that isn't there
   */
  public Plan expecting(Baseline failures) {
    List<String> names = catalog.tests().stream().flatMap(Plan::namesOf).toList();
    return new Plan(catalog, claims, selection, profiles, tests, failures.requireAmong(names));
  }

  /** The same with these of its checks only, named as {@code Test.check}. */
  public Plan only(Set<String> names) {
    List<PlannedTest> fewer = new ArrayList<>();
    for (PlannedTest test : tests) {
      List<PlannedCheck> kept =
          test.checks().stream()
              .filter(check -> names.contains(test.test().name() + "." + check.check().method()))
              .toList();
      if (!kept.isEmpty()) {
        fewer.add(new PlannedTest(test.test(), kept, test.missing()));
      }
    }
    return new Plan(catalog, claims, selection, profiles, fewer, baseline);
  }

  /** How many checks will run. */
  public int size() {
    return (int) checks().filter(check -> check.fate() == Fate.RUN).count();
  }

  /** How many tests will run. */
  public int testsToRun() {
    return (int) tests.stream().filter(PlannedTest::runs).count();
  }

  private Stream<PlannedCheck> checks() {
    return tests.stream().flatMap(test -> test.checks().stream());
  }

  /** The plan as people read it before it is carried out. */
  public String text() {
    Map<String, Long> fates =
        checks()
            .collect(
                Collectors.groupingBy(
                    check -> check.fate().name(), LinkedHashMap::new, Collectors.counting()));
    StringBuilder text = new StringBuilder();
    text.append("Plan: %d checks of %d tests%n".formatted(size(), testsToRun()));
    text.append(
        "  profiles: %s%s%n"
            .formatted(
                profiles.isEmpty()
                    ? "none"
                    : profiles.stream().map(Profile::name).collect(Collectors.joining(", ")),
                selection
                    .level()
                    .map(level -> " (" + level.name().toLowerCase(java.util.Locale.ROOT) + ")")
                    .orElse("")));
    text.append(
        "  class:    %s, controller %s%n".formatted(claims.gatewayClass(), claims.controller()));
    text.append(
        "  claimed:  %s%s%n"
            .formatted(
                claims.features().stream().sorted().collect(Collectors.joining(", ")),
                claims.inferred()
                    ? " (from the GatewayClass's status, and the profiles' core)"
                    : ""));
    if (fates.containsKey("NOT_CLAIMED")) {
      text.append(
          "  left out: %d checks, because these features are not claimed: %s%n"
              .formatted(
                  fates.get("NOT_CLAIMED"),
                  tests.stream()
                      .flatMap(test -> test.missing().stream())
                      .distinct()
                      .sorted()
                      .collect(Collectors.joining(", "))));
    }
    if (fates.containsKey("DISABLED")) {
      text.append("  disabled: %d checks, as asked%n".formatted(fates.get("DISABLED")));
    }
    if (!baseline.reasons().isEmpty()) {
      text.append("  baseline: %d expected failures%n".formatted(baseline.reasons().size()));
    }
    return text.toString();
  }

  private static Fate fate(
      Selection selection, TestCase test, CheckCase check, List<String> missing) {
    if (!missing.isEmpty()) {
      return Fate.NOT_CLAIMED;
    }
    boolean off =
        (selection.skipProvisional() && test.provisional())
            || selection.disabled().stream().anyMatch(pattern -> matches(pattern, test, check));
    return off ? Fate.DISABLED : Fate.RUN;
  }

  private static boolean selects(Selection selection, TestCase test, CheckCase check) {
    boolean profile =
        selection.profiles().isEmpty()
            ? selection.level().map(level -> test.levels().containsValue(level)).orElse(true)
            : selection.profiles().stream()
                .anyMatch(
                    name ->
                        test.levels().containsKey(name)
                            && selection
                                .level()
                                .map(level -> test.levels().get(name) == level)
                                .orElse(true));
    boolean feature =
        selection.features().isEmpty()
            || selection.features().stream().anyMatch(test.features()::contains);
    boolean name =
        selection.tests().isEmpty()
            || selection.tests().stream().anyMatch(pattern -> matches(pattern, test, check));
    boolean requirement =
        selection.requirements().isEmpty()
            || selection.requirements().stream()
                .anyMatch(pattern -> glob(pattern).matcher(check.requirement()).matches());
    boolean named =
        !selection.profiles().isEmpty()
            || !selection.tests().isEmpty()
            || !selection.requirements().isEmpty();
    return profile && feature && name && requirement && (named || !test.optional());
  }

  private static boolean matches(String pattern, TestCase test, CheckCase check) {
    Pattern glob = glob(pattern);
    return glob.matcher(test.name()).matches()
        || glob.matcher(test.name() + "." + check.method()).matches();
  }

  private static List<Profile> profilesOf(List<PlannedTest> tests, Claims claims) {
    Set<String> used =
        tests.stream()
            .flatMap(test -> test.test().levels().keySet().stream())
            .collect(Collectors.toSet());
    return Profiles.all().stream()
        .filter(profile -> used.contains(profile.name()))
        .filter(profile -> claims.features().containsAll(profile.core()))
        .toList();
  }

  private static Profile profile(String name) {
    return Profiles.find(name)
        .orElseThrow(
            () ->
                UsageException.unknown(
                    "profile", name, Profiles.all().stream().map(Profile::name).toList()));
  }

  private static Stream<String> namesOf(TestCase test) {
    return Stream.concat(
        Stream.of(test.name()),
        test.checks().stream().map(check -> test.name() + "." + check.method()));
  }

  private static void known(String what, String pattern, List<String> names) {
    if (names.stream().noneMatch(glob(pattern).asMatchPredicate())) {
      throw UsageException.unknown(what, pattern, names);
    }
  }

  private static Pattern glob(String pattern) {
    return Pattern.compile(
        Stream.of(pattern.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*")));
  }
}
