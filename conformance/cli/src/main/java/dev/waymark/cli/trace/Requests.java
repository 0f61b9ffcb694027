package dev.waymark.cli.trace;

import dev.waymark.kit.hops.HopLogs;
import dev.waymark.kit.result.EnvironmentFailure;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.ExecWatch;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes requests from Pods, by the program {@code client} in them. */
public final class Requests {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Pattern STATUS = Pattern.compile("StatusCode=(\\d{3})");
  private static final Pattern FAILURE = Pattern.compile("first error: (.*)");

  private final KubernetesClient client;
  private final HopLogs logs;

  /** Requests in this cluster, whose proxies write these logs. */
  public Requests(KubernetesClient client, HopLogs logs) {
    this.client = client;
    this.logs = logs;
  }

  /**
   * Makes one request, and looks for its path.
   *
   * @throws EnvironmentFailure if the Pod can't make it
   * @throws InterruptedException if the thread was interrupted meanwhile
   */
  public Traced get(String namespace, String pod, String url) throws InterruptedException {
    Instant since = Instant.now();
    String output = run(namespace, pod, List.of("client", url, "--timeout=5s"));
    Matcher status = STATUS.matcher(output);
    Matcher failure = FAILURE.matcher(output);
    String outcome =
        status.find()
            ? status.group(1)
            : failure.find() ? "no answer: " + failure.group(1).strip() : "no answer";
    return new Traced(outcome, logs.from(namespace + "/" + pod, since, PATIENCE, _ -> true));
  }

  private String run(String namespace, String pod, List<String> command)
      throws InterruptedException {
    var output = new ByteArrayOutputStream();
    try (ExecWatch exec =
        client
            .pods()
            .inNamespace(namespace)
            .withName(pod)
            .writingOutput(output)
            .writingError(output)
            .exec(command.toArray(String[]::new))) {
      exec.exitCode().get(20, TimeUnit.SECONDS);
      return output.toString(StandardCharsets.UTF_8);
    } catch (ExecutionException | TimeoutException | KubernetesClientException e) {
      throw new EnvironmentFailure(
          "Pod %s/%s can't make the request: %s.".formatted(namespace, pod, e.getMessage()),
          "See what this says: kubectl exec -n %s %s -- %s"
              .formatted(namespace, pod, String.join(" ", command)),
          e);
    }
  }
}
