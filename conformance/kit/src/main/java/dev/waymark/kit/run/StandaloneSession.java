package dev.waymark.kit.run;

import dev.waymark.clusters.Cluster;
import dev.waymark.clusters.KubeconfigCluster;
import dev.waymark.kit.catalog.Catalog;
import dev.waymark.kit.catalog.Profile;
import dev.waymark.kit.catalog.Profiles;
import dev.waymark.kit.evidence.Event;
import dev.waymark.kit.evidence.EvidenceLog;
import dev.waymark.kit.plan.Claims;
import dev.waymark.kit.plan.Plan;
import dev.waymark.kit.plan.Selection;
import dev.waymark.kit.probe.HttpProbe;
import dev.waymark.kit.report.Reports;
import dev.waymark.kit.result.Control;
import dev.waymark.kit.result.EnvironmentFailure;
import dev.waymark.kit.result.RunResult;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * A session for conformance tests that an implementer's own build runs, without a plan of the
 * kit's: opened with the first test, closed, controls and reports included, when JUnit is done.
 *
 * <p>Settings are JUnit configuration parameters (in {@code junit-platform.properties}, or system
 * properties):
 *
 * <ul>
 *   <li>{@code waymark.gateway-class}: the GatewayClass under test; has to be given
 *   <li>{@code waymark.kubeconfig}: the cluster; the file that {@code KUBECONFIG} names, or {@code
 *       ~/.kube/config}
 *   <li>{@code waymark.seed}: for the names of another run; a new one
 *   <li>{@code waymark.deadline-seconds}: by when an expectation has to hold; 30
 *   <li>{@code waymark.provisioning-seconds}: how long the cluster may take for Gateways and
 *       workloads; 180
 *   <li>{@code waymark.out}: where reports go; {@code target/waymark}
 * </ul>
 *
 * <p>Claimed are the features in the GatewayClass's status and the core features of {@code
 * GATEWAY-HTTP}.
 */
final class StandaloneSession implements AutoCloseable {
  private static final Namespace STORE = Namespace.create(StandaloneSession.class);

  private final Cluster cluster;
  private final HttpProbe probe;
  private final Ground ground;
  private final Session session;
  private final Plan plan;
  private final EvidenceLog log;
  private final Path out;

  private StandaloneSession(ExtensionContext context) throws IOException, InterruptedException {
    Path kubeconfig =
        setting(context, "waymark.kubeconfig")
            .or(() -> Optional.ofNullable(System.getenv("KUBECONFIG")))
            .map(Path::of)
            .orElseGet(() -> Path.of(System.getProperty("user.home"), ".kube", "config"));
    String gatewayClass =
        setting(context, "waymark.gateway-class")
            .orElseThrow(
                () ->
                    new EnvironmentFailure(
                        "It isn't said which GatewayClass is under test.",
                        "Set the JUnit configuration parameter waymark.gateway-class."));
    RunOptions options = RunOptions.defaults();
    options = options.withSeed(setting(context, "waymark.seed").orElse(options.seed()));
    options =
        options
            .withDeadline(seconds(context, "waymark.deadline-seconds", options.deadline()))
            .withProvisioning(
                seconds(context, "waymark.provisioning-seconds", options.provisioning()));
    out = Path.of(setting(context, "waymark.out").orElse("target/waymark"));
    log = new EvidenceLog(InstantSource.system());
    cluster = KubeconfigCluster.open(kubeconfig, null);
    probe = new HttpProbe();
    Plan asked = plan(cluster, gatewayClass, context.getRequiredTestClass());
    Cancellation never = new Cancellation();
    ground =
        new Ground(
            cluster, new ClusterObjects(cluster.client()), probe, options, RunListener.SILENT);
    ground.putUp(asked, log, never);
    plan = asked.withClaims(ground.claims());
    session = ground.session(plan, options, RunListener.SILENT, never, log);
    new ControlChecks(session).run(Control.FIRST);
    requireControls();
  }

  /** The session of this JUnit run; the first test opens it. */
  static Session of(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(STORE)
        .getOrComputeIfAbsent(
            StandaloneSession.class, any -> open(context), StandaloneSession.class)
        .session;
  }

  private static StandaloneSession open(ExtensionContext context) {
    try {
      return new StandaloneSession(context);
    } catch (IOException e) {
      throw new EnvironmentFailure(
          "The kubeconfig can't be read: " + e.getMessage(),
          "Set the JUnit configuration parameter waymark.kubeconfig.",
          e);
    } catch (InterruptedException e) {
      throw new Session.Cancelled(e);
    }
  }

  @Override
  public void close() throws InterruptedException {
    try (cluster;
        probe;
        ground) {
      new ControlChecks(session).run(Control.LAST);
    } finally {
      log.record(at -> new Event.RunEnded(at, false));
      Reports.write(RunResult.of(plan, log.events()), out, List.of());
    }
    requireControls();
  }

  private void requireControls() {
    RunResult.of(plan, log.events())
        .wrongControls()
        .forEach(
            control -> {
              throw new IllegalStateException(
                  "No verdict stands: the control %s (%s) came to %s instead of %s"
                      .formatted(control.name(), control.when(), control.got(), control.wanted()));
            });
  }

  private static Plan plan(Cluster cluster, String gatewayClass, Class<?> test) {
    Catalog all = Catalog.load();
    Catalog catalog =
        Catalog.of(all.suites().stream().filter(suite -> suite.tests().contains(test)).toList());
    ClusterFacts facts = ClusterFacts.read(cluster, gatewayClass, false);
    Profile profile = Profiles.GATEWAY_HTTP;
    Claims claims =
        new Claims(
                new Claims.Implementation("", gatewayClass, "", "", List.of()),
                gatewayClass,
                facts.controller(),
                Set.of(),
                true,
                Map.of())
            .inferredFrom(facts.supportedFeatures())
            .with(List.of(profile));
    return Plan.of(catalog, claims, Selection.everything());
  }

  private static Optional<String> setting(ExtensionContext context, String name) {
    return context.getConfigurationParameter(name);
  }

  private static Duration seconds(ExtensionContext context, String name, Duration otherwise) {
    return context
        .getConfigurationParameter(name, Long::valueOf)
        .map(Duration::ofSeconds)
        .orElse(otherwise);
  }
}
