package dev.waymark.cli;

import dev.waymark.kit.catalog.Catalog;
import dev.waymark.kit.plan.Plan;
import dev.waymark.kit.plan.Plan.PlannedTest;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows what could be run. */
@Command(
    name = "list",
    description = "List the tests and checks that a selection chooses.",
    footer = {"", "Example: waymark list --profile GATEWAY-HTTP --level core --checks"})
final class ListCommand implements Callable<Integer> {

  @Mixin private CommonOptions common;
  @Mixin private SelectionOptions selection;

  @Option(names = "--checks", description = "List each test's checks too. Example: --checks")
  private boolean checks;

  @Option(names = "--json", description = "Print as JSON. Example: --json")
  private boolean json;

  @Override
  public Integer call() {
    var plan = Plan.of(Catalog.load(), ReferenceClaims.everyFeature(), selection.selection());
    if (json) {
      common.out().println(Json.print(plan.tests().stream().map(ListCommand::data).toList()));
    } else {
      plan.tests().forEach(this::print);
      var count = plan.tests().stream().mapToInt(test -> test.checks().size()).sum();
      common.out().println(plan.tests().size() + " tests, " + count + " checks");
    }
    return plan.tests().isEmpty() ? 4 : 0;
  }

  private void print(PlannedTest planned) {
    common.out().println(planned.test().name() + "  (" + levels(planned) + ")");
    if (checks) {
      for (var check : planned.checks()) {
        common.out().println("  " + check.check().method() + ": " + check.check().says());
        common.out().println("    " + check.check().requirement());
      }
    }
  }

  private static String levels(PlannedTest planned) {
    return planned.test().levels().entrySet().stream()
        .map(
            level ->
                level.getKey() + " " + level.getValue().name().toLowerCase(java.util.Locale.ROOT))
        .collect(Collectors.joining(", "));
  }

  private static Map<String, Object> data(PlannedTest planned) {
    return Map.of(
        "name",
        planned.test().name(),
        "features",
        planned.test().features(),
        "levels",
        planned.test().levels(),
        "checks",
        planned.checks().stream()
            .map(
                check ->
                    Map.of(
                        "name",
                        check.check().method(),
                        "requirement",
                        check.check().requirement(),
                        "says",
                        check.check().says()))
            .toList());
  }
}
