package dev.waymark.cli;

import dev.waymark.cli.outside.PrivateFile;
import dev.waymark.cli.reference.ReferenceCluster;
import dev.waymark.clusters.EmbeddedCluster;
import dev.waymark.kit.plan.UsageException;
import dev.waymark.kit.result.EnvironmentFailure;
import dev.waymark.mesh.Mesh;
import dev.waymark.mesh.defects.Defects;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs the embedded Kubernetes until it is told to stop. */
@Command(
    name = "cluster",
    description = "Start the embedded Kubernetes and run it until Ctrl-C.",
    footer = {"", "Example: waymark cluster --write-kubeconfig kubeconfig --mesh"})
final class ClusterCommand implements Callable<Integer> {

  @Mixin private CommonOptions common;
  @Mixin private ShapeOptions shape;

  @Option(
      names = "--write-kubeconfig",
      paramLabel = "FILE",
      required = true,
      description = "Where to write the kubeconfig. Example: --write-kubeconfig kubeconfig")
  private Path kubeconfig = Path.of("kubeconfig");

  @Option(names = "--mesh", description = "With the reference mesh in it. Example: --mesh")
  private boolean mesh;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "Keep the cluster in DIR, and continue the one that is kept there already, at the same"
              + " addresses. Without it the cluster is gone when the command ends. Example: --data"
              + " ~/waymark")
  private @Nullable Path data;

  @Option(
      names = "--defect",
      paramLabel = "NAME",
      description =
          "With --mesh: plant a named defect into the reference, see 'waymark mutants --list'."
              + " Example: --mesh --defect MATCH_EXACT_WITH_SUBPATHS")
  private @Nullable String defect;

  @Override
  public Integer call() throws InterruptedException {
    var started = Instant.now();
    try (var cluster = start()) {
      write(cluster.kubeconfig());
      var stop = new CountDownLatch(1);
      var stopped = new CountDownLatch(1);
      Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(stop, stopped), "stop"));
      common
          .out()
          .printf(
              Locale.ROOT,
              "ready after %d ms: %s%nexport KUBECONFIG=%s%n",
              Duration.between(started, Instant.now()).toMillis(),
              cluster.description(),
              kubeconfig.toAbsolutePath());
      common.out().flush();
      stop.await();
      cluster.close();
      stopped.countDown();
    }
    return 0;
  }

  private EmbeddedCluster start() {
    var wanted = data == null ? shape.shape() : shape.shape().keptIn(data);
    if (!mesh) {
      if (defect != null) {
        throw new UsageException("--defect goes with the reference mesh only: give --mesh too.");
      }
      return ReferenceCluster.startAlone(wanted);
    }
    if (defect != null) {
      // Whether its GatewayClass comes to be accepted is for whoever judges the defect to say.
      return ReferenceCluster.startWith(meshWith(defect), wanted);
    }
    var cluster = ReferenceCluster.startWith(Mesh.sound(), wanted);
    try {
      var unused = SupportedFeatures.of(cluster, "waymark", Duration.ofSeconds(30), false);
      return cluster;
    } catch (EnvironmentFailure e) {
      cluster.close();
      throw e;
    }
  }

  private static Mesh meshWith(String defect) {
    try {
      return Mesh.with(Defects.named(defect));
    } catch (IllegalArgumentException e) {
      throw new UsageException("--defect: " + e.getMessage());
    }
  }

  private static void stop(CountDownLatch stop, CountDownLatch stopped) {
    stop.countDown();
    try {
      stopped.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void write(String text) {
    try {
      PrivateFile.write(kubeconfig, text);
    } catch (IOException e) {
      throw new EnvironmentFailure(
          "The kubeconfig can't be written to " + kubeconfig + ": " + e.getMessage() + ".",
          "Name a file in a directory that exists and that you may write to.",
          e);
    }
  }
}
