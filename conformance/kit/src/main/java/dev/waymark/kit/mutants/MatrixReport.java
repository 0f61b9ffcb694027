package dev.waymark.kit.mutants;

import dev.waymark.kit.mutants.MutationMatrix.Row;
import dev.waymark.kit.mutants.MutationMatrix.Trespass;
import dev.waymark.kit.verdict.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Tells a matrix: as text, as data, as Markdown. Pure. */
public final class MatrixReport {
  private MatrixReport() {}

  /** One line for each mutant, what is wrong below, and the counts as the last line. */
  public static String text(MutationMatrix matrix) {
    StringBuilder text = new StringBuilder();
    for (Row row : matrix.rows()) {
      text.append(line(matrix, row)).append('\n');
    }
    problems(matrix).forEach(problem -> text.append('\n').append(problem));
    if (!problems(matrix).isEmpty()) {
      text.append("\n\n");
    }
    return text.append(totals(matrix)).append('\n').toString();
  }

  /** The counts. */
  public static String totals(MutationMatrix matrix) {
    return "%d checks, %d defects, %d survivors, %d unseen defects, %d trespasses, %d void trials"
        .formatted(
            matrix.checks().size(),
            matrix.rows().size(),
            matrix.isReferenceGreen() ? matrix.survivors().size() : matrix.checks().size(),
            matrix.unseen().size(),
            matrix.trespasses().size(),
            matrix.voided().size());
  }

  /** One trial as a line, for progress. */
  public static String line(MutationMatrix matrix, Row row) {
    return line(row, killed(matrix, row).size());
  }

  /** One trial as a line, before the matrix is complete. */
  public static String line(Row row, Map<String, String> checks) {
    Mutant mutant = row.mutant();
    long killed =
        mutant == null
            ? 0
            : row.verdicts().entrySet().stream()
                .filter(each -> each.getValue() == Verdict.FAIL)
                .filter(each -> mutant.violates(checks.getOrDefault(each.getKey(), "")))
                .count();
    return line(row, killed);
  }

  private static String line(Row row, long killed) {
    Mutant mutant = row.mutant();
    if (!row.voided().isEmpty()) {
      return "void    %s: %s".formatted(mutant == null ? "reference" : mutant.name(), row.voided());
    }
    if (mutant == null) {
      return "reference: %d checks tried".formatted(row.verdicts().size());
    }
    return "%s  %s (%s): %d killed, %d of %d tried blocked"
        .formatted(
            killed > 0 ? "killed" : "UNSEEN",
            mutant.name(),
            violated(mutant),
            killed,
            row.verdicts().values().stream().filter(each -> each == Verdict.BLOCKED).count(),
            row.verdicts().size());
  }

  /** The matrix as data, for {@code --json}. */
  public static Map<String, Object> data(MutationMatrix matrix) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("sound", matrix.isSound());
    tree.put("checks", matrix.checks());
    tree.put("reference", new TreeMap<>(matrix.reference().verdicts()));
    List<Map<String, Object>> rows = new ArrayList<>();
    for (Row row : matrix.rows()) {
      Map<String, Object> each = new LinkedHashMap<>();
      Mutant mutant = row.mutant();
      if (mutant != null) {
        each.put("defect", mutant.name());
        each.put("requirements", mutant.requirements());
      }
      each.put("killed", killed(matrix, row));
      each.put("verdicts", new TreeMap<>(row.verdicts()));
      if (!row.voided().isEmpty()) {
        each.put("void", row.voided());
      }
      rows.add(each);
    }
    tree.put("defects", rows);
    tree.put("survivors", matrix.survivors());
    tree.put("unseen", matrix.unseen().stream().map(Mutant::name).toList());
    tree.put("trespasses", matrix.trespasses());
    return tree;
  }

  /** The matrix as a table for a page: a row for each defect, with the checks that it kills. */
  public static String markdown(MutationMatrix matrix) {
    StringBuilder text = new StringBuilder("# Defects and the checks that see them\n\n");
    text.append("**").append(totals(matrix)).append("**\n\n");
    problems(matrix)
        .forEach(problem -> text.append("- ").append(problem.replace("|", "\\|")).append('\n'));
    text.append("\n| defect | violates | killed | also blocked |\n|---|---|---|---|\n");
    for (Row row : matrix.rows()) {
      Mutant mutant = row.mutant();
      if (mutant != null) {
        text.append(
            "| `%s` | %s | %s | %d |\n"
                .formatted(
                    mutant.name(),
                    mutant.requirements().stream()
                        .map("`%s`"::formatted)
                        .collect(Collectors.joining(", ")),
                    row.voided().isEmpty()
                        ? String.join(", ", killed(matrix, row))
                        : "void: " + row.voided(),
                    row.verdicts().values().stream()
                        .filter(each -> each == Verdict.BLOCKED)
                        .count()));
      }
    }
    return text.toString();
  }

  private static String violated(Mutant mutant) {
    return String.join(", ", mutant.requirements());
  }

  private static List<String> killed(MutationMatrix matrix, Row row) {
    Mutant mutant = row.mutant();
    return mutant == null
        ? List.of()
        : row.verdicts().entrySet().stream()
            .filter(each -> each.getValue() == Verdict.FAIL)
            .filter(each -> mutant.violates(matrix.checks().getOrDefault(each.getKey(), "")))
            .map(Map.Entry::getKey)
            .sorted()
            .toList();
  }

  private static List<String> problems(MutationMatrix matrix) {
    List<String> problems = new ArrayList<>();
    if (!matrix.isReferenceGreen()) {
      problems.add("The reference isn't green without a defect, so no defect was tried:");
      new TreeMap<>(matrix.reference().verdicts())
          .forEach(
              (check, verdict) -> {
                if (verdict != Verdict.PASS) {
                  problems.add("  %s came to %s".formatted(check, verdict));
                }
              });
    }
    matrix
        .voided()
        .forEach(
            row ->
                problems.add(
                    "Void: %s: %s"
                        .formatted(
                            row.mutant() == null ? "the reference" : row.mutant().name(),
                            row.voided())));
    if (matrix.isReferenceGreen()) {
      matrix
          .survivors()
          .forEach(
              check ->
                  problems.add(
                      "Survivor: no defect kills %s (%s)"
                          .formatted(check, matrix.checks().get(check))));
    }
    matrix
        .unseen()
        .forEach(
            mutant ->
                problems.add(
                    "Unseen: %s violates %s and no check of that fails"
                        .formatted(mutant.name(), violated(mutant))));
    for (Trespass each : matrix.trespasses()) {
      problems.add(
          "Trespass: %s violates %s, but turned %s (%s) to %s"
              .formatted(
                  each.mutant().name(),
                  violated(each.mutant()),
                  each.check(),
                  each.requirement(),
                  each.verdict()));
    }
    return problems;
  }
}
