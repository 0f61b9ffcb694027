package dev.waymark.kit.report;

import dev.waymark.kit.result.CheckResult;
import dev.waymark.kit.result.Finding;
import dev.waymark.kit.result.RunResult;
import dev.waymark.kit.result.TestResult;
import dev.waymark.kit.verdict.Expectation.Mismatch;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a run prints as its result: its tests, what isn't green and why, and, last, its totals. */
public final class TextReport {
  private TextReport() {}

  /** The text. */
  public static String text(RunResult result, Palette palette) {
    StringBuilder text = new StringBuilder();
    for (TestResult test : result.tests()) {
      text.append(
          "%s %s (%d checks, %s)%n"
              .formatted(
                  palette.verdict(test.verdict()),
                  test.test().name(),
                  test.checks().size(),
                  Totals.seconds(test.tookMillis())));
    }
    for (CheckResult check : result.checks()) {
      check
          .finding()
          .ifPresent(finding -> finding(text, check, finding, result.excuse(check), palette));
    }
    warnings(result, text);
    return text.append('\n').append(Totals.line(result)).append('\n').toString();
  }

  /** The results as a table in data, for {@code --json}. */
  public static Map<String, Object> data(RunResult result) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("seed", result.seed());
    tree.put("stands", result.stands());
    tree.put("interrupted", result.interrupted());
    var failure = result.environment();
    if (failure != null) {
      tree.put("environment", String.valueOf(failure.getMessage()));
      tree.put("remedy", failure.remedy());
    }
    tree.put("tookMillis", result.tookMillis());
    tree.put("totals", result.totals());
    tree.put("staleExpectations", result.staleExpectations());
    List<Map<String, Object>> checks = new ArrayList<>();
    for (CheckResult check : result.checks()) {
      Map<String, Object> each = new LinkedHashMap<>();
      each.put("test", check.test().name());
      each.put("check", check.check().method());
      each.put("says", check.check().says());
      each.put("requirement", check.requirement().id());
      each.put("verdict", check.verdict());
      each.put("tookMillis", check.tookMillis());
      check.finding().ifPresent(finding -> each.put("finding", finding.headline()));
      result.excuse(check).ifPresent(reason -> each.put("expected", reason));
      checks.add(each);
    }
    tree.put("checks", checks);
    return tree;
  }

  private static void finding(
      StringBuilder text,
      CheckResult check,
      Finding finding,
      Optional<String> excuse,
      Palette palette) {
    text.append("\n%s %s%n".formatted(palette.verdict(check.verdict()), check.name()));
    excuse.ifPresent(reason -> text.append("  expected: %s%n".formatted(reason)));
    text.append("  %s%n".formatted(check.check().says()));
    text.append(
        "  %s %s: %s%n"
            .formatted(
                check.requirement().level(), check.requirement().id(), check.requirement().text()));
    text.append("  %s%n".formatted(check.requirement().source()));
    text.append("  %s%n".formatted(finding.headline()));
    finding.mismatches().stream()
        .skip(1)
        .map(Mismatch::says)
        .forEach(says -> text.append("    also: %s%n".formatted(says)));
    if (!check.check().whenRed().isEmpty()) {
      text.append("  check: %s%n".formatted(check.check().whenRed()));
    }
    if (finding.asked() != null && !finding.asked().shellLine().isEmpty()) {
      text.append("  $ %s%n".formatted(finding.asked().shellLine()));
    }
  }

  private static void warnings(RunResult result, StringBuilder text) {
    result
        .wrongControls()
        .forEach(
            control ->
                text.append(
                    "%nNo verdict stands: the control %s (%s) came to %s instead of %s.%s%n"
                        .formatted(
                            control.name(),
                            control.when(),
                            control.got(),
                            control.wanted(),
                            control.finding() == null ? "" : " " + control.finding().headline())));
    var failure = result.environment();
    if (failure != null) {
      text.append("%n%s%n%s%n".formatted(failure.getMessage(), failure.remedy()));
    }
    if (result.interrupted()) {
      text.append("\nThe run was interrupted; what is marked as not run says nothing.\n");
    }
    result
        .staleExpectations()
        .forEach(
            name ->
                text.append(
                    "%nThe baseline is stale: %s is expected to fail, but passed. Take it out.%n"
                        .formatted(name)));
    result
        .unshownFeatures()
        .forEach(
            feature ->
                text.append(
                    "%nThe feature %s is claimed, but all its checks were disabled.%n"
                        .formatted(feature)));
  }
}
