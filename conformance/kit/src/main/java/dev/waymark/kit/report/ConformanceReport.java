package dev.waymark.kit.report;

import dev.waymark.kit.catalog.Profile;
import dev.waymark.kit.catalog.Profiles;
import dev.waymark.kit.catalog.TestCase;
import dev.waymark.kit.plan.Claims;
import dev.waymark.kit.result.CheckResult;
import dev.waymark.kit.result.RunResult;
import dev.waymark.kit.result.TestResult;
import dev.waymark.kit.verdict.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.dataformat.yaml.YAMLMapper;
import tools.jackson.dataformat.yaml.YAMLWriteFeature;

/**
 * The official ConformanceReport ({@code gateway.networking.k8s.io/v1}) that the Gateway API
 * project collects.
 *
 * <p>A test counts as passed when all its checks passed, as failed when one didn't, and as skipped
 * when the user left it or some of its checks out, when the run ended before, or when the kit was
 * at fault. A test that needs a feature which isn't claimed counts nowhere. When a control was
 * wrong no verdict stands, and so there are no profiles in the report.
 */
public final class ConformanceReport {
  private static final YAMLMapper YAML =
      YAMLMapper.builder()
          .disable(YAMLWriteFeature.WRITE_DOC_START_MARKER)
          .enable(YAMLWriteFeature.MINIMIZE_QUOTES)
          .enable(YAMLWriteFeature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
          .build();

  private ConformanceReport() {}

  /** The report as YAML, its keys in alphabetical order as the official ones are. */
  public static String text(RunResult result) {
    StringBuilder text = new StringBuilder();
    result
        .wrongControls()
        .forEach(
            control ->
                text.append(
                    "# No verdict stands: the control %s (%s) came to %s instead of %s.%n"
                        .formatted(
                            control.name(), control.when(), control.got(), control.wanted())));
    if (result.interrupted()) {
      text.append("# The run was interrupted.\n");
    }
    if (result.environment() != null) {
      text.append(
          "# The run could not be carried out: %s%n".formatted(result.environment().getMessage()));
    }
    return text + YAML.writeValueAsString(tree(result));
  }

  /** The report as nested maps and lists. */
  static Map<String, Object> tree(RunResult result) {
    Map<String, String> environment =
        result.started().map(started -> started.environment()).orElse(Map.of());
    Claims claims = result.plan().claims();
    Claims.Implementation implementation = claims.implementation();
    Map<String, Object> report = new TreeMap<>();
    report.put("apiVersion", "gateway.networking.k8s.io/v1");
    report.put("kind", "ConformanceReport");
    report.put("date", result.started().map(started -> started.date()).orElse(""));
    report.put("gatewayAPIVersion", environment.getOrDefault("gatewayAPIVersion", "UNDEFINED"));
    report.put("gatewayAPIChannel", environment.getOrDefault("gatewayAPIChannel", "UNDEFINED"));
    report.put("mode", "default");
    report.put(
        "implementation",
        new TreeMap<>(
            Map.of(
                "organization", implementation.organization(),
                "project", implementation.project(),
                "url", implementation.url(),
                "version", implementation.version(),
                "contact", implementation.contact())));
    report.put("profiles", profiles(result));
    List<String> provisional =
        result.tests().stream()
            .filter(test -> test.test().provisional() && outcome(test) == Outcome.PASSED)
            .map(test -> test.test().name())
            .sorted()
            .toList();
    if (!provisional.isEmpty() && result.stands()) {
      report.put("succeededProvisionalTests", provisional);
    }
    return report;
  }

  /** How a test counts. */
  enum Outcome {
    PASSED,
    FAILED,
    SKIPPED,
    NOT_COUNTED
  }

  private static List<Map<String, Object>> profiles(RunResult result) {
    boolean ran = result.totals().keySet().stream().anyMatch(Verdict::wasRun);
    if (!result.stands() || !ran) {
      return List.of();
    }
    return result.plan().profiles().stream()
        .filter(Profiles.official()::contains) // the Gateway API project knows no others
        .map(profile -> profile(result, profile))
        .toList();
  }

  private static Map<String, Object> profile(RunResult result, Profile profile) {
    Level core = level(result, profile, Profile.Level.CORE);
    Level extended = level(result, profile, Profile.Level.EXTENDED);
    Map<String, Object> tree = new TreeMap<>();
    tree.put("name", profile.name());
    tree.put("core", core.tree());
    String summary = "Core tests " + core.says() + ".";
    if (extended.counted() > 0) {
      Map<String, Object> more = extended.tree();
      Set<String> supported = new TreeSet<>(profile.extended());
      supported.retainAll(result.plan().claims().features());
      Set<String> unsupported = new TreeSet<>(profile.extended());
      unsupported.removeAll(supported);
      more.put("supportedFeatures", List.copyOf(supported));
      more.put("unsupportedFeatures", List.copyOf(unsupported));
      tree.put("extended", more);
      summary += " Extended tests " + extended.says() + ".";
    }
    tree.put("summary", summary);
    return tree;
  }

  /** Counts of a profile's tests at one level. */
  private record Level(int passed, List<String> skipped, List<String> failed) {
    int counted() {
      return passed + skipped.size() + failed.size();
    }

    Map<String, Object> tree() {
      Map<String, Object> tree = new TreeMap<>();
      tree.put(
          "result", !failed.isEmpty() ? "failure" : !skipped.isEmpty() ? "partial" : "success");
      Map<String, Object> statistics = new TreeMap<>();
      statistics.put("Passed", passed);
      statistics.put("Skipped", skipped.size());
      statistics.put("Failed", failed.size());
      tree.put("statistics", statistics);
      if (!skipped.isEmpty()) {
        tree.put("skippedTests", skipped);
      }
      if (!failed.isEmpty()) {
        tree.put("failedTests", failed);
      }
      return tree;
    }

    String says() {
      if (!failed.isEmpty()) {
        return "failed with %d test failures".formatted(failed.size());
      }
      return skipped.isEmpty()
          ? "succeeded"
          : "partially succeeded with %d test skips".formatted(skipped.size());
    }
  }

  private static Level level(RunResult result, Profile profile, Profile.Level level) {
    int passed = 0;
    List<String> skipped = new ArrayList<>();
    List<String> failed = new ArrayList<>();
    boolean wanted = result.plan().selection().level().map(only -> only == level).orElse(true);
    for (TestCase test : result.plan().catalog().tests()) {
      if (wanted && test.levels().get(profile.name()) == level) {
        switch (outcome(result, test)) {
          case PASSED -> passed++;
          case FAILED -> failed.add(test.name());
          case SKIPPED -> skipped.add(test.name());
          case NOT_COUNTED -> {}
        }
      }
    }
    return new Level(passed, skipped.stream().sorted().toList(), failed.stream().sorted().toList());
  }

  private static Outcome outcome(RunResult result, TestCase test) {
    if (!result.plan().claims().features().containsAll(test.features())) {
      return Outcome.NOT_COUNTED;
    }
    Optional<TestResult> selected =
        result.tests().stream().filter(each -> each.test().name().equals(test.name())).findFirst();
    return selected.map(ConformanceReport::outcome).orElse(Outcome.SKIPPED);
  }

  private static Outcome outcome(TestResult test) {
    List<Verdict> verdicts = test.checks().stream().map(CheckResult::verdict).toList();
    if (verdicts.stream().anyMatch(each -> each.isFailure() || each == Verdict.FLAKY)) {
      return Outcome.FAILED;
    }
    boolean whole = test.checks().size() == test.test().checks().size();
    return whole && verdicts.stream().allMatch(each -> each == Verdict.PASS)
        ? Outcome.PASSED
        : Outcome.SKIPPED;
  }
}
