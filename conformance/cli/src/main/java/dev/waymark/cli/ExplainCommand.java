package dev.waymark.cli;

import dev.waymark.kit.catalog.Catalog;
import dev.waymark.kit.catalog.Requirement;
import dev.waymark.kit.catalog.TestCase;
import dev.waymark.kit.catalog.TestCase.CheckCase;
import dev.waymark.kit.plan.UsageException;
import dev.waymark.mesh.defects.Defect;
import dev.waymark.mesh.defects.Defects;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Explains a requirement, a test or a defect. */
@Command(
    name = "explain",
    description = "Explain a requirement, a test or a defect: what it asks, and what checks it.",
    footer = {"", "Example: waymark explain httproute.match.path.exact"})
final class ExplainCommand implements Callable<Integer> {

  @Mixin private CommonOptions common;

  @Option(names = "--json", description = "Print as JSON. Example: --json")
  private boolean json;

  @Parameters(
      paramLabel = "ID",
      description = "A requirement's id, a test's name or a defect's name.")
  private String id;

  /** A check and the test that it belongs to. */
  private record Owned(TestCase test, CheckCase check) {}

  @Override
  public Integer call() {
    var catalog = Catalog.load();
    var requirement = catalog.ledger().find(id);
    var test = catalog.test(id);
    var defect =
        Defects.all().stream().filter(each -> each.name().equalsIgnoreCase(id)).findFirst();
    if (requirement.isPresent()) {
      print(of(catalog, requirement.get()));
    } else if (test.isPresent()) {
      print(of(test.get()));
    } else if (defect.isPresent()) {
      print(of(catalog, defect.get()));
    } else {
      throw UsageException.unknown("requirement, test or defect", id, names(catalog));
    }
    return 0;
  }

  private static List<String> names(Catalog catalog) {
    return Stream.of(
            catalog.ledger().all().stream().map(Requirement::id),
            catalog.tests().stream().map(TestCase::name),
            Defects.all().stream().map(Defect::name))
        .flatMap(stream -> stream)
        .toList();
  }

  private static Map<String, Object> of(Catalog catalog, Requirement requirement) {
    var facts = new LinkedHashMap<String, Object>();
    facts.put("requirement", requirement.id());
    facts.put("level", requirement.level());
    facts.put("text", requirement.text());
    facts.put("source", requirement.source());
    facts.put(
        "coverage",
        requirement.coverage().name().toLowerCase(Locale.ROOT)
            + (requirement.why().isEmpty() ? "" : ": " + requirement.why()));
    facts.put(
        "checked by",
        checks(catalog)
            .filter(owned -> owned.check().requirement().equals(requirement.id()))
            .map(
                owned ->
                    owned.test().name()
                        + "."
                        + owned.check().method()
                        + ": "
                        + owned.check().says())
            .toList());
    facts.put(
        "broken by",
        Defects.all().stream()
            .filter(defect -> defect.requirements().contains(requirement.id()))
            .map(defect -> defect.name() + ": " + defect.description())
            .toList());
    return facts;
  }

  private static Map<String, Object> of(TestCase test) {
    var facts = new LinkedHashMap<String, Object>();
    facts.put("test", test.name());
    if (!test.says().isEmpty()) {
      facts.put("text", test.says());
    }
    facts.put("features", test.features());
    facts.put(
        "levels",
        test.levels().entrySet().stream()
            .map(level -> level.getKey() + " " + level.getValue().name().toLowerCase(Locale.ROOT))
            .toList());
    facts.put("manifests", test.manifests());
    facts.put(
        "checks",
        test.checks().stream()
            .map(check -> check.method() + " (" + check.requirement() + "): " + check.says())
            .toList());
    return facts;
  }

  private static Map<String, Object> of(Catalog catalog, Defect defect) {
    var facts = new LinkedHashMap<String, Object>();
    facts.put("defect", defect.name());
    facts.put("text", defect.description());
    facts.put("breaks", String.join(", ", defect.requirements()));
    defect.requirements().stream()
        .flatMap(id -> catalog.ledger().find(id).stream())
        .findFirst()
        .ifPresent(requirement -> facts.put("which asks", requirement.text()));
    facts.put("try", "waymark run --defect " + defect.name());
    return facts;
  }

  private static Stream<Owned> checks(Catalog catalog) {
    return catalog.tests().stream()
        .flatMap(test -> test.checks().stream().map(check -> new Owned(test, check)));
  }

  private void print(Map<String, Object> facts) {
    if (json) {
      common.out().println(Json.print(facts));
      return;
    }
    facts.forEach(
        (name, value) -> {
          if (value instanceof List<?> list) {
            common.out().println(name + ":");
            list.forEach(each -> common.out().println("  " + each));
          } else {
            common.out().println(name + ": " + value);
          }
        });
  }
}
