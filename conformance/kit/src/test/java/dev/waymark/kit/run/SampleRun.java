package dev.waymark.kit.run;

import dev.waymark.clusters.Cluster;
import dev.waymark.kit.Exchange;
import dev.waymark.kit.Header;
import dev.waymark.kit.Prober;
import dev.waymark.kit.Request;
import dev.waymark.kit.Response;
import dev.waymark.kit.catalog.Catalog;
import dev.waymark.kit.catalog.Features;
import dev.waymark.kit.plan.Claims;
import dev.waymark.kit.plan.Plan;
import dev.waymark.kit.plan.Selection;
import dev.waymark.kit.result.EnvironmentFailure;
import dev.waymark.kit.result.RunResult;
import dev.waymark.kit.sample.SampleSuite;
import dev.waymark.kit.verdict.Json;
import dev.waymark.kubernetes.network.Dialer;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/** A run of the sample suite on a cluster that is a map, past a gateway that is a function. */
public final class SampleRun {
  static final Claims CLAIMS =
      new Claims(
          new Claims.Implementation(
              "Example", "sample", "https://example.org", "v0.0.1", List.of("@example")),
          "sample",
          "",
          Set.of(Features.GATEWAY, Features.HTTP_ROUTE),
          false,
          Map.of());

  final MemoryObjects objects = new MemoryObjects();
  public RunOptions options =
      RunOptions.defaults()
          .withSeed("sample")
          .withDeadline(Duration.ofMillis(300))
          .withProvisioning(Duration.ofMillis(300))
          .withHold(Duration.ofMillis(50));
  public final Cancellation cancellation = new Cancellation();
  public RunListener listener = RunListener.SILENT;
  public Selection selection = Selection.everything();
  Prober prober = this::answer;

  /** Carries these tests out. */
  public RunResult of(Class<?>... tests) {
    return carryOut(plan(tests));
  }

  /** Carries this plan out. */
  public RunResult carryOut(Plan plan) {
    return new ConformanceRun(new Nowhere(), objects, prober)
        .run(plan, options, listener, cancellation);
  }

  /** Requests to hosts with this beginning are answered with 503. */
  public void confuse(String host) {
    prober =
        (to, request, timeout) ->
            String.valueOf(request.host()).startsWith(host)
                ? Exchange.answered(
                    to, request, new Response(503, "HTTP/1.1", List.of(), "", null), Duration.ZERO)
                : answer(to, request, timeout);
  }

  /** The decoy has seen so many requests. */
  public void decoySaw(int requests) {
    objects.decoySaw = requests;
  }

  /** The cluster fails from the first. */
  public void failWith(EnvironmentFailure failure) {
    objects.failing = failure;
  }

  public Plan plan(Class<?>... tests) {
    return Plan.of(Catalog.of(List.of(new SampleSuite(tests))), CLAIMS, selection);
  }

  /** What a sound gateway with the sample's route, and the control's backend, answer. */
  Exchange answer(InetSocketAddress to, Request request, Duration timeout) {
    String host = String.valueOf(request.host());
    if (host.startsWith("answers.")) {
      return echo(to, request, "app-5d8f-x7k2p", "gateway-conformance-infra");
    }
    if (host.startsWith("control.")) {
      return echo(to, request, "control-5d8f-x7k2p", "waymark-controls");
    }
    return Exchange.answered(
        to,
        request,
        new Response(404, "HTTP/1.1", List.of(), "not found", null),
        Duration.ofMillis(1));
  }

  private Exchange echo(InetSocketAddress to, Request request, String pod, String namespace) {
    String run = Tokens.of(options.seed(), "run");
    ObjectNode body = Json.object();
    body.put("path", request.path()).put("host", request.host()).put("method", request.method());
    body.put("proto", "HTTP/1.1").put("pod", pod).put("namespace", namespace + "-" + run);
    ObjectNode headers = body.putObject("headers");
    request.headers().forEach(header -> headers.putArray(header.name()).add(header.value()));
    return Exchange.answered(
        to,
        request,
        new Response(
            200,
            "HTTP/1.1",
            List.of(new Header("Content-Type", "application/json")),
            body.toString(),
            null),
        Duration.ofMillis(1));
  }

  private static final class Nowhere implements Cluster {
    @Override
    public String description() {
      return "a map in memory";
    }

    @Override
    public KubernetesClient client() {
      throw new UnsupportedOperationException();
    }

    @Override
    public Config config() {
      throw new UnsupportedOperationException();
    }

    @Override
    public String kubeconfig() {
      throw new UnsupportedOperationException();
    }

    @Override
    public Dialer dialer() {
      return address -> address;
    }

    @Override
    public void close() {}
  }
}
