package dev.waymark.cli;

import dev.waymark.clusters.Cluster;
import dev.waymark.kit.catalog.Catalog;
import dev.waymark.kit.plan.Claims;
import dev.waymark.kit.plan.Plan;
import dev.waymark.kit.plan.UsageException;
import dev.waymark.kit.probe.HttpProbe;
import dev.waymark.kit.progress.Terminal;
import dev.waymark.kit.report.Palette;
import dev.waymark.kit.report.Reports;
import dev.waymark.kit.report.TextReport;
import dev.waymark.kit.result.ExitCode;
import dev.waymark.kit.result.RunResult;
import dev.waymark.kit.run.Cancellation;
import dev.waymark.kit.run.ConformanceRun;
import dev.waymark.kit.run.RunOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Carries a conformance run out. */
@Command(
    name = "run",
    description =
        "Certify an implementation: the reference gateway on the embedded Kubernetes, or what runs"
            + " in the cluster of a kubeconfig.",
    footer = {
      "",
      "Examples:",
      "  waymark run --profile GATEWAY-HTTP --level core",
      "  waymark run --kubeconfig ~/.kube/config --gateway-class istio --profile GATEWAY-HTTP",
      "  waymark run --defect PATH_EXACT_AS_PREFIX"
    })
final class RunCommand implements Callable<Integer> {

  @Mixin private CommonOptions common;
  @Mixin private SelectionOptions selection;
  @Mixin private TargetOptions target;
  @Mixin private ClaimsOptions claims;

  @Option(
      names = "--seed",
      paramLabel = "TEXT",
      description = "Names and orders follow from it; new each time. Example: --seed k3x9abcd")
  private @Nullable String seed;

  @Option(
      names = "--shuffle",
      description = "Run tests in an order drawn from the seed. Example: --shuffle")
  private boolean shuffle;

  @Option(
      names = "--repeat",
      paramLabel = "N",
      description = "Run each check so many times, to find flaky ones. Example: --repeat 20")
  private int repeat = 1;

  @Option(
      names = "--parallel",
      paramLabel = "N",
      description = "How many tests run at the same time. Example: --parallel 1")
  private int parallel = 16;

  @Option(
      names = "--deadline",
      paramLabel = "SECONDS",
      description = "By when an expectation has to hold. Example: --deadline 60")
  private int deadline = 30;

  @Option(
      names = "--keep",
      description = "Leave everything in the cluster, to look at it. Example: --keep")
  private boolean keep;

  @Option(
      names = "--allow-crds-mismatch",
      description =
          "Accept Gateway API CRDs of another version than the suite's."
              + " Example: --allow-crds-mismatch")
  private boolean anyVersion;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Where the reports go. Example: --out target/conformance")
  private Path out = Path.of("waymark-out");

  @Option(names = "--json", description = "Print the results as JSON. Example: --json")
  private boolean json;

  @Override
  public Integer call() throws InterruptedException {
    var options = options();
    var catalog = Catalog.load();
    var wanted =
        claims.claims(
            target.isReference() ? ReferenceClaims.IMPLEMENTATION : ReferenceClaims.UNNAMED);
    Plan.of(
        catalog, wanted, selection.selection()); // what the user got wrong is said before any work
    target.defect();
    Reports.requireWritable(out);
    var cancellation = new Cancellation();
    try (var interruption = Interruption.of(cancellation, common.err())) {
      var terminal = Terminals.isTerminal();
      var palette = Palette.of(terminal, System.getenv("NO_COLOR"));
      var progress = new Terminal(common.err(), terminal && Terminals.isLive(), palette);
      progress.phase(
          target.isReference() ? "Starting the embedded cluster" : "Reaching the cluster");
      RunResult result;
      try (var cluster = target.start()) {
        var plan = Plan.of(catalog, known(cluster, wanted), selection.selection());
        common.err().print(plan.text());
        common.err().flush();
        result =
            new ConformanceRun(cluster, new HttpProbe()).run(plan, options, progress, cancellation);
      }
      progress.finished();
      return conclude(result, palette);
    }
  }

  /** What the GatewayClass itself says it supports counts, where the user says nothing. */
  private Claims known(Cluster cluster, Claims wanted) {
    return claims.areInferred()
        ? wanted.inferredFrom(
            SupportedFeatures.of(cluster, wanted.gatewayClass(), Duration.ofSeconds(deadline)))
        : wanted;
  }

  private int conclude(RunResult result, Palette palette) {
    var exit = ExitCode.of(result);
    var out = common.out();
    var files = Reports.write(result, this.out);
    files.forEach(file -> common.err().println("wrote " + file));
    if (json) {
      out.println(Json.print(TextReport.data(result)));
    } else {
      out.print(TextReport.text(result, palette));
    }
    if (exit == ExitCode.NOTHING_RAN) {
      common.err().println("waymark: nothing ran: the selection chooses no check that is claimed.");
      common.err().println("'waymark list' takes the same options and shows what they choose.");
    }
    out.flush();
    return exit.code();
  }

  private RunOptions options() {
    requireAtLeast("--repeat", repeat);
    requireAtLeast("--parallel", parallel);
    requireAtLeast("--deadline", deadline);
    var options =
        RunOptions.defaults()
            .withShuffle(shuffle)
            .withRepeat(repeat)
            .withParallelism(parallel)
            .withDeadline(Duration.ofSeconds(deadline))
            .withKeepFixtures(keep)
            .withAnyVersion(anyVersion);
    if (target.isReference()) {
      // Here nothing has to be provisioned by anybody else, so nothing deserves more time.
      options = options.withProvisioning(Duration.ofSeconds(deadline));
    }
    return seed == null ? options : options.withSeed(seed);
  }

  private static void requireAtLeast(String option, int value) {
    if (value < 1) {
      throw new UsageException(option + ": " + value + " (expected: at least 1)");
    }
  }
}
