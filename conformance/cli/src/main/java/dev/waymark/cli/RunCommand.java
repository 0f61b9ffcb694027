package dev.waymark.cli;

import dev.waymark.cli.outside.Implementation;
import dev.waymark.clusters.Cluster;
import dev.waymark.kit.catalog.Catalog;
import dev.waymark.kit.catalog.Feature;
import dev.waymark.kit.catalog.Features;
import dev.waymark.kit.plan.MeshWords;
import dev.waymark.kit.plan.Plan;
import dev.waymark.kit.plan.UsageException;
import dev.waymark.kit.probe.HttpProbe;
import dev.waymark.kit.progress.Terminal;
import dev.waymark.kit.report.Palette;
import dev.waymark.kit.report.Reports;
import dev.waymark.kit.report.TextReport;
import dev.waymark.kit.result.EnvironmentFailure;
import dev.waymark.kit.result.ExitCode;
import dev.waymark.kit.result.RunResult;
import dev.waymark.kit.run.Cancellation;
import dev.waymark.kit.run.ConformanceRun;
import dev.waymark.kit.run.RunOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Carries a conformance run out. */
@Command(
    name = "run",
    description =
        "Certify an implementation: the reference gateway on the embedded Kubernetes, or what runs"
            + " in the cluster of a kubeconfig, or what an outside process does on an embedded"
            + " one.",
    footer = {
      "",
      "Examples:",
      "  waymark run --profile GATEWAY-HTTP --level core",
      "  waymark run --kubeconfig ~/.kube/config --gateway-class istio --profile GATEWAY-HTTP",
      "  waymark run --implementation ./my-gateway --gateway-class mine --profile GATEWAY-HTTP",
      "  waymark run --defect MATCH_EXACT_WITH_SUBPATHS"
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
      names = "--provisioning-deadline",
      paramLabel = "SECONDS",
      description =
          "By when the GatewayClass has to be accepted, Gateways to have addresses and workloads to"
              + " run: 180 with --kubeconfig, else as --deadline."
              + " Example: --provisioning-deadline 600")
  private @Nullable Integer provisioningDeadline;

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

  private List<Path> attachments = List.of();

  @Override
  public Integer call() {
    var options = options();
    target.validate(claims.nameClass()); // what the user got wrong is said before any work
    var plan = widestPlan();
    Reports.requireWritable(out);
    var terminal = Terminals.isTerminal();
    var palette = Palette.of(terminal, System.getenv("NO_COLOR"));
    if (plan.size() == 0) {
      return conclude(RunResult.of(plan, List.of()), palette);
    }
    var progress = new Terminal(common.err(), terminal && Terminals.isLive(), palette);
    var cancellation = new Cancellation();
    try (var interruption = Interruption.of(cancellation, common.err())) {
      var result = carryOut(plan, options, progress, cancellation);
      progress.finished();
      return conclude(result, palette);
    }
  }

  /** What may come to run, before the cluster is asked: where it has a say, all it could claim. */
  private Plan widestPlan() {
    var named =
        target.isReference()
            ? claims.claims(ReferenceClaims.IMPLEMENTATION, ReferenceClaims.VOCABULARY)
            : claims.claims(ReferenceClaims.UNNAMED, Map.of());
    var widest =
        claims.areInferred()
            ? named.inferredFrom(Features.all().stream().map(Feature::name).toList())
            : named;
    return Plan.of(Catalog.load(), widest, selection.selection()).expecting(claims.baseline());
  }

  /** Whatever keeps it from running, the result says it. */
  private RunResult carryOut(
      Plan widest, RunOptions options, Terminal progress, Cancellation cancellation) {
    progress.phase(target.isEmbedded() ? "Starting the embedded cluster" : "Reaching the cluster");
    try (var cluster = target.start();
        var implementation = target.startImplementation(cluster, claims.gatewayClass(), out);
        var probe = new HttpProbe()) {
      if (implementation != null) {
        attachments = List.of(implementation.log());
        progress.phase("Waiting for the implementation to accept its GatewayClass");
        await(implementation, cluster, options, cancellation);
      }
      var plan = claims.areInferred() ? claimed(widest, cluster, options, cancellation) : widest;
      common.err().println("Cluster: " + cluster.description());
      common.err().print(plan.text());
      common.err().flush();
      return new ConformanceRun(cluster, probe).run(plan, options, progress, cancellation);
    } catch (EnvironmentFailure e) {
      return ConformanceRun.neverBegun(widest, options, e);
    } catch (InterruptedException e) {
      var cause = cancellation.cause();
      return cause == null
          ? ConformanceRun.interruptedEarly(widest, options)
          : ConformanceRun.neverBegun(widest, options, cause);
    }
  }

  /** Waits until an outside implementation is at work; from then on its end ends the run. */
  private void await(
      Implementation implementation, Cluster cluster, RunOptions options, Cancellation cancellation)
      throws InterruptedException {
    var accepted = SupportedFeatures.accepted(cluster, claims.gatewayClass());
    cancellation.enter();
    try {
      implementation.await(accepted, options.provisioning());
      implementation.onEnd(cancellation::cancel);
    } finally {
      cancellation.leave();
      accepted.cancel(true);
    }
  }

  /** The plan for what the GatewayClass itself says it supports, and in a mesh its waypoints'. */
  private static Plan claimed(
      Plan widest, Cluster cluster, RunOptions options, Cancellation cancellation)
      throws InterruptedException {
    cancellation.enter();
    try {
      var facts =
          new LinkedHashSet<>(
              SupportedFeatures.of(
                  cluster,
                  widest.claims().gatewayClass(),
                  options.provisioning(),
                  options.anyVersion()));
      var waypoints = MeshWords.of(widest.claims()).waypointClass();
      if (waypoints.isPresent() && widest.tests().stream().anyMatch(RunCommand::isOfMesh)) {
        facts.addAll(
            SupportedFeatures.of(
                cluster, waypoints.get(), options.provisioning(), options.anyVersion()));
      }
      return Plan.of(widest.catalog(), widest.claims().inferredFrom(facts), widest.selection())
          .expecting(widest.baseline());
    } catch (RuntimeException e) {
      if (cancellation.isCancelled()) {
        throw new InterruptedException();
      }
      throw e;
    } finally {
      cancellation.leave();
    }
  }

  private static boolean isOfMesh(Plan.PlannedTest test) {
    return test.test().features().contains(Features.MESH)
        || test.test().features().contains(Features.AMBIENT);
  }

  /** Results first: a disk that is full may take the reports, never the verdicts. */
  private int conclude(RunResult result, Palette palette) {
    var failure = result.environment();
    if (failure != null) {
      Waymark.explain(failure, common.err(), common.debug());
    }
    common
        .out()
        .print(
            json ? Json.print(TextReport.data(result)) + "\n" : TextReport.text(result, palette));
    common.out().flush();
    var exit = ExitCode.of(write(result));
    if (exit == ExitCode.NOTHING_RAN) {
      common.err().println("waymark: nothing ran: the selection chooses no check that is claimed.");
      common.err().println("'waymark list' takes the same options and shows what they choose.");
      common.err().flush();
    }
    return exit.code();
  }

  /** Writes the reports; where that fails, the environment is at fault for what the run came to. */
  private RunResult write(RunResult result) {
    try {
      Stream.concat(Reports.write(result, out, attachments).stream(), attachments.stream())
          .forEach(file -> common.err().println("wrote " + file));
      return result;
    } catch (EnvironmentFailure e) {
      Waymark.explain(e, common.err(), common.debug());
      return RunResult.of(result.plan(), result.events(), e);
    } finally {
      common.err().flush();
    }
  }

  private RunOptions options() {
    requireAtLeast("--repeat", repeat);
    requireAtLeast("--parallel", parallel);
    requireAtLeast("--deadline", deadline);
    if (provisioningDeadline != null) {
      requireAtLeast("--provisioning-deadline", provisioningDeadline);
    }
    if (seed != null && seed.isBlank()) {
      throw new UsageException("--seed: is blank (expected: any text)");
    }
    var options =
        RunOptions.defaults()
            .withShuffle(shuffle)
            .withRepeat(repeat)
            .withParallelism(parallel)
            .withDeadline(Duration.ofSeconds(deadline))
            .withKeepFixtures(keep)
            .withAnyVersion(anyVersion);
    if (provisioningDeadline != null) {
      options = options.withProvisioning(Duration.ofSeconds(provisioningDeadline));
    } else if (target.isEmbedded()) {
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
