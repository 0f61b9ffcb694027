package dev.waymark.kit.report;

import static dev.waymark.kit.report.Html.element;
import static dev.waymark.kit.report.Html.join;
import static dev.waymark.kit.report.Html.link;
import static dev.waymark.kit.report.Html.table;
import static dev.waymark.kit.report.Html.text;

import dev.waymark.kit.evidence.Event;
import dev.waymark.kit.evidence.Scope;
import dev.waymark.kit.result.Attempt;
import dev.waymark.kit.result.CheckResult;
import dev.waymark.kit.result.Finding;
import dev.waymark.kit.result.RunResult;
import dev.waymark.kit.verdict.Json;
import dev.waymark.kit.verdict.Patience;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The part of the page that says all about one check that isn't green. */
final class HtmlFinding {
  private HtmlFinding() {}

  static String anchor(CheckResult check) {
    return "finding-" + check.test().name() + "-" + check.check().method();
  }

  static Html article(RunResult result, CheckResult check) {
    Attempt attempt =
        check.attempts().stream().filter(each -> each.finding() != null).findFirst().orElseThrow();
    Finding finding = check.finding().orElseThrow();
    return element(
        "article id=\"%s\" class=\"%s\"".formatted(anchor(check), check.verdict()),
        element("h3", HtmlReport.badge(check.verdict()), text(" " + check.check().says())),
        element("p class=\"soft small\"", check.name() + attempts(check)),
        element(
            "p",
            element("strong", check.requirement().level() + ": "),
            text(check.requirement().text() + " "),
            element(
                "span class=\"small\"",
                link(check.requirement().source().toString(), check.requirement().id()))),
        result
            .excuse(check)
            .map(why -> element("p", element("strong", "Expected: "), text(why)))
            .orElse(Html.NOTHING),
        element("p", finding.headline()),
        comparison(finding),
        asked(finding),
        check.check().whenRed().isEmpty()
            ? Html.NOTHING
            : element("p", element("strong", "What to check: "), text(check.check().whenRed())),
        observation(finding),
        snapshots(result, attempt.scope()),
        detail(finding));
  }

  private static String attempts(CheckResult check) {
    long red = check.attempts().stream().filter(each -> each.finding() != null).count();
    return check.attempts().size() < 2
        ? ""
        : ", %d of %d repetitions".formatted(red, check.attempts().size());
  }

  private static Html comparison(Finding finding) {
    return finding.mismatches().isEmpty()
        ? Html.NOTHING
        : table(
            List.of("field", "expected", "actual"),
            finding.mismatches().stream()
                .map(
                    each ->
                        List.of(
                            text(each.field()),
                            text(each.expected().says()),
                            each.actual() == null
                                ? element("em", "absent")
                                : element("code", Json.line(each.actual())))));
  }

  private static Html asked(Finding finding) {
    return Optional.ofNullable(finding.asked())
        .map(
            asked ->
                join(
                    List.of(
                        element("p class=\"soft small\"", patience(asked.patience())),
                        asked.shellLine().isEmpty()
                            ? Html.NOTHING
                            : element("pre", "$ " + asked.shellLine()))))
        .orElse(Html.NOTHING);
  }

  private static String patience(Patience patience) {
    return switch (patience.rule()) {
      case EVENTUALLY ->
          "had to hold %d times in a row within %s"
              .formatted(patience.inARow(), Totals.seconds(patience.deadlineMillis()));
      case STAYS ->
          "had to hold and stay so for %s, within %s"
              .formatted(
                  Totals.seconds(patience.holdMillis()), Totals.seconds(patience.deadlineMillis()));
      case ALWAYS -> "had to hold at each of %d looks".formatted(patience.inARow());
    };
  }

  private static Html observation(Finding finding) {
    return finding.observation() == null
        ? Html.NOTHING
        : element(
            "details",
            element("summary", "What was seen last that wasn't as expected"),
            element("pre", Json.pretty(finding.observation())));
  }

  private static Html snapshots(RunResult result, Scope scope) {
    Stream<Html> objects =
        result.events().stream()
            .filter(Event.Snapshot.class::isInstance)
            .map(Event.Snapshot.class::cast)
            .filter(each -> each.scope().equals(scope) || each.scope().equals(scope.wholeTest()))
            .map(
                each ->
                    element(
                        "details",
                        element("summary", each.object() + " at that moment"),
                        element(
                            "pre",
                            each.content() == null ? "not there" : Json.pretty(each.content()))));
    return join(objects);
  }

  private static Html detail(Finding finding) {
    return finding.detail().isEmpty()
        ? Html.NOTHING
        : element(
            "details",
            element("summary", "Where it was thrown"),
            element("pre", String.join("\n", finding.detail())));
  }
}
