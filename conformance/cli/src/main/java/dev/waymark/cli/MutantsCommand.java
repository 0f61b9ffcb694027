package dev.waymark.cli;

import dev.waymark.cli.reference.ReferenceTrial;
import dev.waymark.kit.catalog.Catalog;
import dev.waymark.kit.mutants.MatrixReport;
import dev.waymark.kit.mutants.Mutant;
import dev.waymark.kit.mutants.MutationMatrix;
import dev.waymark.kit.mutants.Sampling;
import dev.waymark.kit.plan.Plan;
import dev.waymark.kit.plan.UsageException;
import dev.waymark.kit.result.EnvironmentFailure;
import dev.waymark.kit.run.Cancellation;
import dev.waymark.kit.run.RunOptions;
import dev.waymark.mesh.defects.Defect;
import dev.waymark.mesh.defects.Defects;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Puts the checks themselves to the test. */
@Command(
    name = "mutants",
    description =
        "Prove that every check can fail: run each named defect of the reference against the checks"
            + " and print the matrix.",
    footer = {
      "",
      "Example: waymark mutants --defect MATCH_EXACT_WITH_SUBPATHS --sample 20",
      "Example: waymark mutants --profile MESH-ALL"
    })
final class MutantsCommand implements Callable<Integer> {
  private static final int UNSOUND = 1;

  @Mixin private CommonOptions common;
  @Mixin private ShapeOptions shape;
  @Mixin private SelectionOptions selection;

  @Option(names = "--list", description = "Only list the defects. Example: --list")
  private boolean list;

  @Option(
      names = "--defect",
      split = ",",
      paramLabel = "NAME",
      description = "Only these defects; survivors are then not counted. Example: --defect NAME")
  private List<String> names = List.of();

  @Option(
      names = "--sample",
      paramLabel = "N",
      description =
          "Try each defect with the checks of its requirement and N others, drawn from the seed;"
              + " without it with all others. Example: --sample 10")
  private @Nullable Integer sample;

  @Option(
      names = "--seed",
      paramLabel = "TEXT",
      description = "From which the sample is drawn. Example: --seed k3x9abcd")
  private String seed = RunOptions.newSeed();

  @Option(
      names = "--clusters",
      paramLabel = "N",
      description =
          "How many embedded clusters try defects at the same time. Example: --clusters 2")
  private int clusters = 4;

  @Option(
      names = "--deadline",
      paramLabel = "MILLISECONDS",
      description =
          "By when an expectation has to hold while a defect is planted. Example: --deadline 2000")
  private int deadline = 2000;

  @Option(
      names = "--write-matrix",
      paramLabel = "FILE",
      description = "Write the matrix as Markdown. Example: --write-matrix matrix.md")
  private @Nullable Path file;

  @Option(names = "--json", description = "Print as JSON. Example: --json")
  private boolean json;

  @Override
  public Integer call() throws InterruptedException {
    var defects = defects();
    if (list) {
      print(defects);
      return 0;
    }
    if (clusters < 1 || deadline < 1 || (sample != null && sample < 0)) {
      throw new UsageException("--clusters and --deadline need at least 1, --sample at least 0.");
    }
    var matrix = matrix(defects);
    write(matrix);
    common
        .out()
        .print(json ? Json.print(MatrixReport.data(matrix)) + "\n" : MatrixReport.text(matrix));
    common.out().flush();
    return isSound(matrix) ? 0 : UNSOUND;
  }

  private MutationMatrix matrix(List<Defect> defects) throws InterruptedException {
    var plan =
        Plan.of(Catalog.load(), ReferenceClaims.everySupportedFeature(), selection.selection());
    var requirements = MutationMatrix.requirements(plan);
    var mutants =
        defects.stream()
            .map(defect -> new Mutant(defect.name(), defect.requirements()))
            .filter(mutant -> !names.isEmpty() || isAbout(mutant, requirements))
            .toList();
    var cancellation = new Cancellation();
    var trials = new ArrayList<ReferenceTrial>();
    try (var interruption = Interruption.of(cancellation, common.err())) {
      common.err().println("Starting " + clusters + " embedded clusters (seed " + seed + ")");
      common.err().flush();
      for (int i = 0; i < clusters; i++) {
        trials.add(
            new ReferenceTrial(
                plan,
                shape.shape(),
                RunOptions.defaults(),
                RunOptions.defaults()
                    .withDeadline(Duration.ofMillis(deadline))
                    .withProvisioning(Duration.ofMillis(deadline)),
                cancellation));
      }
      var sampling = sample == null ? Sampling.full() : new Sampling(sample, seed);
      return MutationMatrix.of(
          plan, mutants, sampling, List.copyOf(trials), row -> progress(row, requirements));
    } finally {
      trials.forEach(ReferenceTrial::close);
    }
  }

  /** Whether the plan has checks of what it violates; others would show nothing. */
  private static boolean isAbout(Mutant mutant, Map<String, String> requirements) {
    return mutant.requirements().stream().anyMatch(requirements::containsValue);
  }

  private void progress(MutationMatrix.Row row, Map<String, String> requirements) {
    common.err().println(MatrixReport.line(row, requirements));
    common.err().flush();
  }

  private List<Defect> defects() {
    try {
      return names.isEmpty() ? Defects.all() : names.stream().map(Defects::named).toList();
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }

  /** With a choice of defects, most checks survive; that says nothing. */
  private boolean isSound(MutationMatrix matrix) {
    return names.isEmpty()
        ? matrix.isSound()
        : matrix.isReferenceGreen()
            && matrix.voided().isEmpty()
            && matrix.unseen().isEmpty()
            && matrix.trespasses().isEmpty();
  }

  private void print(List<Defect> defects) {
    if (json) {
      common
          .out()
          .println(
              Json.print(
                  defects.stream()
                      .map(
                          defect ->
                              Map.of(
                                  "name",
                                  defect.name(),
                                  "requirements",
                                  defect.requirements(),
                                  "description",
                                  defect.description()))
                      .toList()));
      return;
    }
    for (var defect : defects) {
      common.out().println(defect.name() + "  (" + String.join(", ", defect.requirements()) + ")");
      common.out().println("  " + defect.description());
    }
    common.out().println(defects.size() + " defects");
  }

  private void write(MutationMatrix matrix) {
    if (file == null) {
      return;
    }
    try {
      Files.writeString(file, MatrixReport.markdown(matrix));
    } catch (IOException e) {
      throw new EnvironmentFailure(
          "The matrix can't be written to " + file + ": " + e.getMessage() + ".",
          "Name a file in a directory that you may write to.",
          e);
    }
  }
}
