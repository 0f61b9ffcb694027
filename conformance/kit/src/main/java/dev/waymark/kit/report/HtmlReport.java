package dev.waymark.kit.report;

import static dev.waymark.kit.report.Html.element;
import static dev.waymark.kit.report.Html.join;
import static dev.waymark.kit.report.Html.link;
import static dev.waymark.kit.report.Html.table;
import static dev.waymark.kit.report.Html.text;

import dev.waymark.kit.catalog.Requirement;
import dev.waymark.kit.result.CheckResult;
import dev.waymark.kit.result.RunResult;
import dev.waymark.kit.result.TestResult;
import dev.waymark.kit.verdict.Verdict;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One page for people: needs no network, no script, and nothing beside it. */
public final class HtmlReport {
  private HtmlReport() {}

  /** The page. */
  public static String page(RunResult result) {
    var implementation = result.plan().claims().implementation();
    String title = "Conformance of " + implementation.project() + " " + implementation.version();
    Html head =
        element(
            "head",
            new Html("<meta charset=\"utf-8\"/>"),
            new Html("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>"),
            element("title", title),
            element("style", new Html(css())));
    Html body =
        element(
            "body",
            element("header", element("h1", title), chips(result), facts(result)),
            element(
                "main",
                alerts(result),
                findings(result),
                matrix(result),
                controls(result),
                tests(result),
                ledger(result)),
            element("footer class=\"soft small\"", text("Waymark. " + Totals.line(result))));
    return "<!DOCTYPE html>\n" + element("html lang=\"en\"", head, body).markup() + "\n";
  }

  private static Html chips(RunResult result) {
    return element(
        "div class=\"chips\"",
        join(
            result.totals().entrySet().stream()
                .map(
                    each ->
                        element(
                            "span class=\"chip\"",
                            badge(each.getKey()),
                            text(" "),
                            element("b", String.valueOf(each.getValue())),
                            text(" checks " + Totals.word(each.getKey()))))));
  }

  private static Html facts(RunResult result) {
    List<Html> facts = new ArrayList<>();
    fact(
        facts,
        "profiles",
        result.plan().profiles().stream()
            .map(each -> each.name())
            .collect(Collectors.joining(", ")));
    fact(
        facts,
        "GatewayClass",
        result.plan().claims().gatewayClass()
            + ", controller "
            + result.plan().claims().controller());
    fact(
        facts,
        "claimed",
        String.join(", ", result.plan().claims().features().stream().sorted().toList()));
    result
        .started()
        .ifPresent(
            started -> {
              fact(facts, "date", started.date());
              started.environment().forEach((name, value) -> fact(facts, name, value));
            });
    fact(
        facts,
        "seed",
        result.seed() + " (run again with --seed " + result.seed() + " for the same names)");
    fact(facts, "took", Totals.seconds(result.tookMillis()));
    return element("dl class=\"facts\"", join(facts));
  }

  private static void fact(List<Html> facts, String name, String value) {
    facts.add(element("dt", name));
    facts.add(element("dd", value));
  }

  private static Html alerts(RunResult result) {
    List<Html> alerts = new ArrayList<>();
    result
        .wrongControls()
        .forEach(
            control ->
                alerts.add(
                    alert(
                        "No verdict of this run stands.",
                        "The control %s (%s) came to %s instead of %s. %s"
                            .formatted(
                                control.name(),
                                control.when(),
                                control.got(),
                                control.wanted(),
                                control.finding() == null ? "" : control.finding().headline()))));
    var failure = result.environment();
    if (failure != null) {
      alerts.add(
          alert(
              "The run could not be carried out.", failure.getMessage() + " " + failure.remedy()));
    }
    if (result.interrupted()) {
      alerts.add(
          alert("The run was interrupted.", "Checks that are marked as not run say nothing."));
    }
    result
        .staleExpectations()
        .forEach(
            name ->
                alerts.add(
                    alert("The baseline is stale.", name + " is expected to fail, but passed.")));
    result
        .unshownFeatures()
        .forEach(
            feature ->
                alerts.add(
                    alert(
                        "A claimed feature was not shown.",
                        "All checks of " + feature + " were disabled.")));
    return join(alerts);
  }

  private static Html alert(String title, String text) {
    return element(
        "div class=\"alert\" role=\"alert\"", element("strong", title), element("p", text));
  }

  private static Html findings(RunResult result) {
    List<CheckResult> red =
        result.checks().stream().filter(check -> check.finding().isPresent()).toList();
    return red.isEmpty()
        ? Html.NOTHING
        : element(
            "section",
            element("h2", "What isn't green"),
            join(red.stream().map(check -> HtmlFinding.article(result, check))));
  }

  private static Html matrix(RunResult result) {
    Html rows =
        join(
            result.tests().stream()
                .map(
                    test ->
                        join(
                            List.of(
                                element("div", link("#" + anchor(test), test.test().name())),
                                element(
                                    "div class=\"cells\"",
                                    join(test.checks().stream().map(HtmlReport::cell)))))));
    return element(
        "section", element("h2", "Tests and their checks"), element("div class=\"matrix\"", rows));
  }

  private static Html cell(CheckResult check) {
    String target =
        check.finding().isPresent() ? HtmlFinding.anchor(check) : anchor(check.test().name());
    String title =
        check.verdict() + ": " + check.check().says() + " (" + check.requirement().id() + ")";
    return element(
        "a class=\"cell %s\" href=\"#%s\" title=\"%s\""
            .formatted(check.verdict(), target, text(title).markup()),
        sign(check.verdict())); // a sign as well: colour alone is lost on some
  }

  private static String sign(Verdict verdict) {
    return switch (verdict) {
      case PASS -> "✓";
      case FAIL -> "✗";
      case FLAKY -> "~";
      case BLOCKED -> "!";
      case UNTESTABLE -> "?";
      case KIT_ERROR -> "K";
      case NOT_CLAIMED, DISABLED, NOT_RUN -> "–";
    };
  }

  private static Html controls(RunResult result) {
    return element(
        "section",
        element("h2", "Controls"),
        element(
            "p class=\"soft small\"",
            "The kit's tests of itself: a request known to be good must pass, a poisoned"
                + " expectation must fail, and a workload that nothing leads to must see nothing."),
        table(
            List.of("control", "when", "must come to", "came to"),
            result.controls().stream()
                .map(
                    control ->
                        List.of(
                            text(control.name()),
                            text(control.when()),
                            badge(control.wanted()),
                            join(
                                List.of(
                                    badge(control.got()),
                                    text(control.isWrong() ? " wrong" : "")))))));
  }

  private static Html tests(RunResult result) {
    return element(
        "section",
        element("h2", "All checks"),
        join(result.tests().stream().map(HtmlReport::test)));
  }

  private static Html test(TestResult test) {
    Html summary =
        element(
            "summary",
            badge(test.verdict()),
            text(" "),
            element("strong", test.test().name()),
            element(
                "span class=\"soft small\"",
                " %d checks, %s"
                    .formatted(test.checks().size(), Totals.seconds(test.tookMillis()))));
    Html checks =
        table(
            List.of("verdict", "check", "requirement", "took", "converged"),
            test.checks().stream()
                .map(
                    check ->
                        List.of(
                            badge(check.verdict()),
                            text(check.check().says()),
                            element("code", check.requirement().id()),
                            text(
                                check.attempts().isEmpty()
                                    ? ""
                                    : Totals.seconds(check.tookMillis())),
                            text(converged(check)))));
    return element(
        "details id=\"%s\"".formatted(anchor(test)),
        summary,
        test.test().says().isEmpty() ? Html.NOTHING : element("p", test.test().says()),
        element("p class=\"soft small\"", "needs " + String.join(", ", test.test().features())),
        checks);
  }

  private static String converged(CheckResult check) {
    long slowest =
        check.attempts().stream().mapToLong(each -> each.convergedMillis()).max().orElse(-1);
    return slowest < 0 ? "" : Totals.seconds(slowest);
  }

  private static Html ledger(RunResult result) {
    List<Requirement> all = result.plan().catalog().ledger().all();
    Map<Requirement.Coverage, Long> coverage =
        all.stream().collect(Collectors.groupingBy(Requirement::coverage, Collectors.counting()));
    String counts =
        Stream.of(Requirement.Coverage.values())
            .filter(coverage::containsKey)
            .map(each -> coverage.get(each) + " " + each.name().toLowerCase(java.util.Locale.ROOT))
            .collect(Collectors.joining(", "));
    return element(
        "section",
        element("h2", "Requirements"),
        element("p class=\"soft small\"", "The ledger: " + counts + "."),
        element(
            "details",
            element("summary", "Show all " + all.size()),
            table(
                List.of("requirement", "level", "what is required", "in this run"),
                all.stream().map(requirement -> requirement(result, requirement)))));
  }

  private static List<Html> requirement(RunResult result, Requirement requirement) {
    Html verdict =
        switch (requirement.coverage()) {
          case CHECKED ->
              result.verdict(requirement).map(HtmlReport::badge).orElse(text("not selected"));
          case UNTESTABLE -> text("untestable: " + requirement.why());
          case GAP -> text("not checked yet: " + requirement.why());
        };
    return List.of(
        element("code", link(requirement.source().toString(), requirement.id())),
        text(requirement.level().name()),
        text(requirement.text()),
        verdict);
  }

  static Html badge(Verdict verdict) {
    return element("span class=\"badge %s\"".formatted(verdict), verdict.name().replace('_', ' '));
  }

  private static String anchor(TestResult test) {
    return anchor(test.test().name());
  }

  private static String anchor(String test) {
    return "test-" + test;
  }

  private static String css() {
    try (InputStream css = HtmlReport.class.getResourceAsStream("report.css")) {
      if (css == null) {
        throw new IllegalStateException("report.css is not beside HtmlReport");
      }
      return new String(css.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
