package dev.waymark.cli;

import dev.waymark.cli.reference.ReferenceCluster;
import dev.waymark.clusters.Cluster;
import dev.waymark.clusters.KubeconfigCluster;
import dev.waymark.kit.plan.UsageException;
import dev.waymark.kit.result.EnvironmentFailure;
import dev.waymark.mesh.Mesh;
import dev.waymark.mesh.defects.Defect;
import dev.waymark.mesh.defects.Defects;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * What is put to the test: the reference mesh on an embedded cluster, or a cluster of the user's.
 */
final class TargetOptions {

  @Mixin private ShapeOptions shape;

  @Option(
      names = "--kubeconfig",
      paramLabel = "FILE",
      description =
          "Test the implementation that runs in this cluster. Example: --kubeconfig ~/.kube/config")
  private @Nullable Path kubeconfig;

  @Option(
      names = "--context",
      paramLabel = "NAME",
      description = "The context of the kubeconfig to use. Example: --context kind-dev")
  private @Nullable String context;

  @Option(
      names = "--defect",
      paramLabel = "NAME",
      description =
          "Plant a named defect into the reference, see 'waymark mutants --list'."
              + " Example: --defect MATCH_EXACT_WITH_SUBPATHS")
  private @Nullable String defectName;

  /**
   * Makes sure that the options make sense together.
   *
   * @throws UsageException where they don't
   */
  void validate() {
    if (kubeconfig != null && defectName != null) {
      throw new UsageException(
          "--defect goes with the reference mesh only: leave --kubeconfig or --defect out.");
    }
    if (kubeconfig == null && context != null) {
      throw new UsageException("--context names a context of a --kubeconfig: give that too.");
    }
    var unusedShape = shape.shape();
    var unusedDefect = defect();
  }

  private Optional<Defect> defect() {
    if (defectName == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(Defects.named(defectName));
    } catch (IllegalArgumentException e) {
      throw new UsageException("--defect: " + e.getMessage());
    }
  }

  boolean isReference() {
    return kubeconfig == null;
  }

  /** Starts or opens the cluster. Blocks until its API answers. */
  Cluster start() {
    if (kubeconfig != null) {
      return open(kubeconfig);
    }
    var mesh = defect().map(Mesh::with).orElseGet(Mesh::sound);
    return ReferenceCluster.startWith(mesh, shape.shape());
  }

  private Cluster open(Path file) {
    try {
      return KubeconfigCluster.open(file, context);
    } catch (IOException e) {
      throw new EnvironmentFailure(
          "The kubeconfig " + file + " can't be used: " + e.getMessage() + ".",
          "Name a kubeconfig file with --kubeconfig, and one of its contexts with --context.",
          e);
    }
  }
}
