package dev.waymark.kit.run;

import dev.waymark.kit.result.EnvironmentFailure;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.ExecWatch;
import io.fabric8.kubernetes.client.readiness.Readiness;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The Pods of a real API server, through the fabric8 client. */
final class ClusterPods implements Pods {
  private static final int ATTEMPTS = 3;

  private final KubernetesClient client;

  ClusterPods(KubernetesClient client) {
    this.client = client;
  }

  @Override
  public Optional<RunningPod> ready(String namespace, String label, String value) {
    try {
      return client.pods().inNamespace(namespace).withLabel(label, value).list().getItems().stream()
          .filter(Readiness.getInstance()::isReady)
          .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
          .min(Comparator.comparing(pod -> pod.getMetadata().getName()))
          .map(ClusterPods::running);
    } catch (KubernetesClientException e) {
      throw ClusterFailures.translate(
          "Couldn't list the Pods of " + namespace + " with " + label + "=" + value,
          client.getMasterUrl(),
          e);
    }
  }

  private static RunningPod running(Pod pod) {
    return new RunningPod(
        pod.getMetadata().getNamespace(),
        pod.getMetadata().getName(),
        pod.getSpec().getContainers().getFirst().getName(),
        pod.getStatus().getPodIP());
  }

  /** A connection to the API server that breaks says nothing of the mesh, so it is made again. */
  @Override
  public Output run(RunningPod pod, List<String> command, Duration timeout)
      throws InterruptedException {
    String what = "run %s in Pod %s/%s".formatted(command.getFirst(), pod.namespace(), pod.name());
    for (int attempt = 1; ; attempt++) {
      try {
        return once(pod, command, timeout);
      } catch (KubernetesClientException e) {
        if (attempt == ATTEMPTS || !ClusterFailures.isTransient(e)) {
          throw ClusterFailures.translate("Couldn't " + what, client.getMasterUrl(), e);
        }
      } catch (ExecutionException e) {
        if (attempt == ATTEMPTS) {
          throw new EnvironmentFailure(
              "Couldn't " + what + ": " + e.getCause() + ".",
              "See whether this works: kubectl exec -n %s %s -c %s -- %s"
                  .formatted(pod.namespace(), pod.name(), pod.container(), command.getFirst()),
              e);
        }
      }
    }
  }

  private Output once(RunningPod pod, List<String> command, Duration timeout)
      throws InterruptedException, ExecutionException {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    ByteArrayOutputStream errors = new ByteArrayOutputStream();
    try (ExecWatch exec =
        client
            .pods()
            .inNamespace(pod.namespace())
            .withName(pod.name())
            .inContainer(pod.container())
            .writingOutput(text)
            .writingError(errors)
            .exec(command.toArray(String[]::new))) {
      boolean ended = true;
      try {
        exec.exitCode().get(timeout.toMillis(), TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        ended = false;
      }
      return new Output(
          ended, text.toString(StandardCharsets.UTF_8) + errors.toString(StandardCharsets.UTF_8));
    }
  }
}
