package dev.waymark.kit.report;

import dev.waymark.kit.result.CheckResult;
import dev.waymark.kit.result.Finding;
import dev.waymark.kit.result.RunResult;
import dev.waymark.kit.result.TestResult;
import java.util.List;
import java.util.stream.Collectors;

/** A summary in Markdown, short enough for the page of a CI job. */
public final class Markdown {
  private Markdown() {}

  /** The summary. */
  public static String text(RunResult result) {
    StringBuilder text = new StringBuilder();
    var implementation = result.plan().claims().implementation();
    text.append(
        "# Conformance of %s %s%n%n"
            .formatted(cell(implementation.project()), cell(implementation.version())));
    text.append("**").append(cell(Totals.line(result))).append("**\n\n");
    warnings(result, text);
    List<CheckResult> red =
        result.checks().stream().filter(check -> check.finding().isPresent()).toList();
    if (!red.isEmpty()) {
      text.append(
          "## What isn't green\n\n"
              + "| verdict | check | requirement | finding |\n"
              + "|---|---|---|---|\n");
      for (CheckResult check : red) {
        text.append(
            "| %s | `%s` | [%s](%s): %s | %s |%n"
                .formatted(
                    check.verdict(),
                    check.name(),
                    check.requirement().id(),
                    check.requirement().source(),
                    cell(check.requirement().text()),
                    cell(
                        result.excuse(check).map(why -> "Expected: " + why + ". ").orElse("")
                            + check.finding().map(Finding::headline).orElse(""))));
      }
      text.append('\n');
    }
    text.append("## Tests\n\n| test | verdict | checks | time |\n|---|---|---|---|\n");
    for (TestResult test : result.tests()) {
      text.append(
          "| %s | %s | %s | %s |%n"
              .formatted(
                  test.test().name(),
                  test.verdict(),
                  counts(test),
                  Totals.seconds(test.tookMillis())));
    }
    return text.toString();
  }

  private static void warnings(RunResult result, StringBuilder text) {
    result
        .wrongControls()
        .forEach(
            control ->
                text.append(
                    "> **No verdict stands.** The control `%s` (%s) came to %s instead of %s. %s%n%n"
                        .formatted(
                            control.name(),
                            control.when(),
                            control.got(),
                            control.wanted(),
                            control.finding() == null ? "" : cell(control.finding().headline()))));
    var failure = result.environment();
    if (failure != null) {
      text.append(
          "> **The run could not be carried out.** %s %s%n%n"
              .formatted(cell(String.valueOf(failure.getMessage())), cell(failure.remedy())));
    }
    if (result.interrupted()) {
      text.append(
          "> **The run was interrupted.** Checks that are marked as not run say nothing.\n\n");
    }
    result
        .staleExpectations()
        .forEach(
            name ->
                text.append(
                    "> **The baseline is stale**: %s is expected to fail, but passed.%n%n"
                        .formatted(cell(name))));
    result
        .unshownFeatures()
        .forEach(
            feature ->
                text.append(
                    "> The feature %s is claimed, but all its checks were disabled.%n%n"
                        .formatted(feature)));
  }

  private static String counts(TestResult test) {
    return test.checks().stream()
        .collect(
            Collectors.groupingBy(
                CheckResult::verdict, java.util.TreeMap::new, Collectors.counting()))
        .entrySet()
        .stream()
        .map(each -> each.getValue() + " " + Totals.word(each.getKey()))
        .collect(Collectors.joining(", "));
  }

  /** Text that can't end a table's cell or begin markup. */
  private static String cell(String text) {
    return text.replace("|", "\\|").replace("\n", " ").replace("<", "&lt;");
  }
}
