package dev.waymark.cli;

import dev.waymark.cli.reference.ReferenceCluster;
import dev.waymark.cli.trace.PathText;
import dev.waymark.cli.trace.Requests;
import dev.waymark.cli.trace.Tour;
import dev.waymark.clusters.KubeconfigCluster;
import dev.waymark.kit.hops.HopLogs;
import dev.waymark.kit.plan.UsageException;
import dev.waymark.kit.result.EnvironmentFailure;
import dev.waymark.mesh.Mesh;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes a request in a mesh and prints the path that it took. */
@Command(
    name = "trace",
    description = {
      "Make a request in a mesh and print its path, a line for each proxy.",
      "",
      "Without arguments: three paths in a reference mesh of its own, with nothing but the mesh,"
          + " with a waypoint, and with a policy that denies the client."
    },
    footer = {
      "",
      "Examples:",
      "  waymark trace",
      "  waymark trace --kubeconfig kubeconfig --from shop/client http://server/"
    })
final class TraceCommand implements Callable<Integer> {
  @Mixin private CommonOptions common;
  @Mixin private ShapeOptions shape;

  @Option(
      names = "--kubeconfig",
      paramLabel = "FILE",
      description =
          "The cluster to make the request in, that of 'waymark cluster --mesh' for example."
              + " Example: --kubeconfig kubeconfig")
  private @Nullable Path kubeconfig;

  @Option(
      names = "--from",
      paramLabel = "NAMESPACE/POD",
      description =
          "The Pod that makes the request; its image must hold the program 'client' of upstream's"
              + " echo-advanced. Example: --from shop/client")
  private @Nullable String from;

  @Option(
      names = "--hop-logs",
      split = ";",
      paramLabel = "NAMESPACE/SELECTOR",
      description =
          "The Pods whose logs tell of hops; * for every namespace. Without it those of the"
              + " reference mesh. Example: --hop-logs istio-system/app=ztunnel")
  private List<String> hopLogs = ReferenceClaims.HOP_LOGS;

  @Parameters(arity = "0..1", paramLabel = "URL", description = "What to ask for.")
  private @Nullable String url;

  @Override
  public Integer call() throws InterruptedException {
    if (kubeconfig == null && from == null && url == null) {
      tour();
    } else if (kubeconfig != null && from != null && url != null) {
      request(kubeconfig, from, url);
    } else {
      throw new UsageException(
          "--kubeconfig, --from and URL go together: give all three, or none for the tour.");
    }
    return 0;
  }

  private void tour() throws InterruptedException {
    try (var cluster = ReferenceCluster.startWith(Mesh.sound(), shape.shape())) {
      var unused = SupportedFeatures.of(cluster, "waymark", Duration.ofSeconds(30), false);
      new Tour(cluster.client(), requests(cluster.client()), common.out()).run();
    }
  }

  private void request(Path file, String pod, String wanted) throws InterruptedException {
    var parts = pod.split("/", -1);
    if (parts.length != 2 || parts[0].isEmpty() || parts[1].isEmpty()) {
      throw new UsageException("--from: '" + pod + "' (expected: NAMESPACE/POD)");
    }
    try (var cluster = KubeconfigCluster.open(file, null)) {
      var traced = requests(cluster.client()).get(parts[0], parts[1], wanted);
      common.out().printf("GET %s from Pod %s: %s%n", wanted, pod, traced.outcome());
      traced.paths().forEach(path -> common.out().print(PathText.of(path)));
      if (traced.paths().isEmpty()) {
        common
            .out()
            .println(
                "  no proxy tells of it: the Pod is not in the mesh, or its proxy's"
                    + " log is not among --hop-logs");
      }
      common.out().flush();
    } catch (IOException e) {
      throw new EnvironmentFailure(
          "The kubeconfig " + file + " can't be used: " + e.getMessage() + ".",
          "Name the file that 'waymark cluster --write-kubeconfig' wrote, or your cluster's.",
          e);
    }
  }

  private Requests requests(KubernetesClient client) {
    try {
      return new Requests(
          client, new HopLogs(client, hopLogs.stream().map(HopLogs.Proxies::parse).toList()));
    } catch (IllegalArgumentException e) {
      throw new UsageException("--hop-logs: " + e.getMessage());
    }
  }
}
