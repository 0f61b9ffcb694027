package dev.waymark.cli;

import dev.waymark.cli.outside.Implementation;
import dev.waymark.cli.reference.ReferenceCluster;
import dev.waymark.clusters.Cluster;
import dev.waymark.clusters.EmbeddedCluster;
import dev.waymark.clusters.KubeconfigCluster;
import dev.waymark.kit.plan.UsageException;
import dev.waymark.kit.result.EnvironmentFailure;
import dev.waymark.mesh.Mesh;
import dev.waymark.mesh.defects.Defect;
import dev.waymark.mesh.defects.Defects;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * What is put to the test: the reference mesh on an embedded cluster, a process of the user's
 * beside one, or what runs in a cluster of the user's.
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
      names = "--implementation",
      paramLabel = "COMMAND",
      description =
          "Start this line in the system's shell, beside an embedded cluster, and test what it"
              + " implements. It finds its way by KUBECONFIG and WAYMARK_… variables; see"
              + " docs/run-it-on-your-implementation.md."
              + " Example: --implementation './my-gateway --verbose'")
  private @Nullable String implementation;

  @Option(
      names = "--manifests",
      split = ",",
      paramLabel = "FILE",
      description =
          "Create these objects in the embedded cluster before the --implementation starts."
              + " Example: --manifests gatewayclass.yaml")
  private List<Path> manifests = List.of();

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
   * @param classIsNamed whether the user says which GatewayClass is under test
   * @throws UsageException where they don't
   */
  void validate(boolean classIsNamed) {
    if (kubeconfig != null && implementation != null) {
      throw new UsageException(
          "--implementation runs beside an embedded cluster: leave --kubeconfig or --implementation"
              + " out.");
    }
    if (!isReference() && defectName != null) {
      throw new UsageException(
          "--defect goes with the reference mesh only: leave it, or --kubeconfig and"
              + " --implementation, out.");
    }
    if (kubeconfig == null && context != null) {
      throw new UsageException("--context names a context of a --kubeconfig: give that too.");
    }
    if (implementation != null && implementation.isBlank()) {
      throw new UsageException("--implementation: is blank (expected: a line for the shell)");
    }
    if (implementation != null && !classIsNamed) {
      throw new UsageException(
          "--implementation: nobody says which GatewayClass it implements: add --gateway-class"
              + " NAME.");
    }
    if (implementation == null && !manifests.isEmpty()) {
      throw new UsageException("--manifests goes with --implementation: give that too.");
    }
    for (var file : manifests) {
      if (!Files.isRegularFile(file)) {
        throw new UsageException("--manifests: there is no file " + file + ".");
      }
    }
    if (implementation != null && shape.shape().mapped()) {
      throw new UsageException(
          "--mapped hides the cluster's addresses from outside processes: leave --mapped or"
              + " --implementation out.");
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
    return kubeconfig == null && implementation == null;
  }

  /** True where nothing has to be provisioned by anybody else. */
  boolean isEmbedded() {
    return kubeconfig == null;
  }

  /** Starts or opens the cluster. Blocks until its API answers. */
  Cluster start() {
    if (kubeconfig != null) {
      return open(kubeconfig);
    }
    if (implementation != null) {
      return startAlone();
    }
    var mesh = defect().map(Mesh::with).orElseGet(Mesh::sound);
    return ReferenceCluster.startWith(mesh, shape.shape());
  }

  /** Starts the implementation under test if it is an outside process; null if it isn't. */
  @Nullable Implementation startImplementation(Cluster cluster, String gatewayClass, Path out) {
    return implementation != null && cluster instanceof EmbeddedCluster embedded
        ? Implementation.start(implementation, gatewayClass, embedded, out)
        : null;
  }

  private Cluster startAlone() {
    var cluster = ReferenceCluster.startAlone(shape.shape());
    try {
      manifests.forEach(file -> create(cluster, file));
      return cluster;
    } catch (RuntimeException e) {
      cluster.close();
      throw e;
    }
  }

  private static void create(Cluster cluster, Path file) {
    try (var text = Files.newInputStream(file)) {
      for (var object : cluster.client().load(text).items()) {
        cluster.client().resource(object).create();
      }
    } catch (IOException | KubernetesClientException e) {
      throw new EnvironmentFailure(
          "The manifests in %s can't be created: %s.".formatted(file, e.getMessage()),
          "See what 'waymark cluster' and 'kubectl create -f " + file + "' say.",
          e);
    }
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
