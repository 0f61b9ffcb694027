package dev.waymark.cli.trace;

import dev.waymark.kit.hops.HopPath;
import dev.waymark.kit.result.EnvironmentFailure;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Predicate;

/**
 * One client, one server, and the path between them: with nothing but the mesh, with a waypoint,
 * and with a policy that denies the client.
 */
public final class Tour {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String NAMESPACE = "shop";
  private static final String URL = "http://server/";

  private final KubernetesClient client;
  private final Requests requests;
  private final PrintWriter out;

  /** A tour of a cluster with the reference mesh in it. */
  public Tour(KubernetesClient client, Requests requests, PrintWriter out) {
    this.client = client;
    this.requests = requests;
    this.out = out;
  }

  /**
   * Shows all three.
   *
   * @throws EnvironmentFailure if one of them can't be seen in time
   * @throws InterruptedException if the thread was interrupted meanwhile
   */
  public void run() throws InterruptedException {
    apply("shop.yaml");
    show("Two Pods of the mesh", "200", Tour::isTunnelled);
    apply("waypoint.yaml");
    bind();
    show("The Service is bound to a waypoint", "200", Tour::hasWaypoint);
    apply("denied.yaml");
    show("A policy of the waypoint denies the client", "403", Tour::hasWaypoint);
  }

  private void bind() {
    client
        .services()
        .inNamespace(NAMESPACE)
        .withName("server")
        .edit(
            service ->
                new ServiceBuilder(service)
                    .editMetadata()
                    .addToLabels("istio.io/use-waypoint", "waypoint")
                    .endMetadata()
                    .build());
  }

  private static boolean isTunnelled(HopPath path) {
    return path.hops().size() == 2
        && path.hops().stream().noneMatch(hop -> hop.destination().identity().isEmpty());
  }

  private static boolean hasWaypoint(HopPath path) {
    return path.hops().stream().anyMatch(hop -> hop.component().equals("waypoint"));
  }

  private void show(String title, String outcome, Predicate<HopPath> awaited)
      throws InterruptedException {
    Instant end = Instant.now().plus(PATIENCE);
    Traced traced = requests.get(NAMESPACE, "client", URL);
    while (!traced.outcome().equals(outcome) || traced.path().filter(awaited).isEmpty()) {
      if (Instant.now().isAfter(end)) {
        throw new EnvironmentFailure(
            "%s: not seen within %s; the last answer was %s."
                .formatted(title, PATIENCE, traced.outcome()),
            "Run it again with --debug, and report it.");
      }
      Thread.sleep(100);
      traced = requests.get(NAMESPACE, "client", URL);
    }
    out.printf("%s: GET %s from Pod %s/client: %s%n", title, URL, NAMESPACE, traced.outcome());
    traced.path().ifPresent(path -> out.print(PathText.of(path)));
    out.println();
    out.flush();
  }

  private void apply(String manifests) {
    try (InputStream text = Tour.class.getResourceAsStream(manifests)) {
      for (HasMetadata object : client.load(text).items()) {
        client.resource(object).create();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(manifests, e);
    }
  }
}
