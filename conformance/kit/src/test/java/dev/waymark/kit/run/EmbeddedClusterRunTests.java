package dev.waymark.kit.run;

import static dev.waymark.kit.sample.SampleSuites.BLOCKED;
import static dev.waymark.kit.sample.SampleSuites.REFUSED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.waymark.clusters.EmbeddedCluster;
import dev.waymark.kit.probe.HttpProbe;
import dev.waymark.kit.report.Reports;
import dev.waymark.kit.result.CheckResult;
import dev.waymark.kit.result.Control;
import dev.waymark.kit.result.EnvironmentFailure;
import dev.waymark.kit.result.ExitCode;
import dev.waymark.kit.result.RunResult;
import dev.waymark.kit.run.Objects.Ref;
import dev.waymark.kit.verdict.Json;
import dev.waymark.kit.verdict.Verdict;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import tools.jackson.databind.JsonNode;

/**
 * The kit on a real API, real workloads and a real network, with no implementation of the Gateway
 * API at all.
 */
@Timeout(120)
class EmbeddedClusterRunTests {
  private static final Ref CLASS =
      new Ref("gateway.networking.k8s.io/v1", "GatewayClass", "", "sample");

  private static EmbeddedCluster cluster;
  private static ClusterObjects objects;

  @BeforeAll
  static void start() throws IOException {
    cluster = EmbeddedCluster.builder().nodes(1).start();
    objects = new ClusterObjects(cluster.client());
    objects.apply(
        Json.read(
            """
            {"apiVersion": "gateway.networking.k8s.io/v1", "kind": "GatewayClass", "metadata": {"name": "sample"},
            "spec": {"controllerName": "example.org/sample"}}
            """));
    accept();
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @Test
  void controlsPassPastAnyImplementationAndItsAbsenceBlocks() throws InterruptedException {
    SampleRun sample = new SampleRun();
    RunOptions patient =
        sample.options.withProvisioning(Duration.ofSeconds(50)).withSeed("embedded");
    RunOptions hasty = patient.withProvisioning(Duration.ofSeconds(1));
    RunResult result;
    try (HttpProbe probe = new HttpProbe();
        Ground ground =
            new ConformanceRun(cluster, probe)
                .putUp(sample.plan(REFUSED), patient, RunListener.SILENT, new Cancellation())) {
      result = ground.run(sample.plan(REFUSED), hasty, RunListener.SILENT, new Cancellation());
    }

    assertThat(result.environment()).isNull();
    assertThat(result.controls())
        .extracting(Control::got)
        .containsExactly(
            Verdict.PASS, Verdict.FAIL, Verdict.PASS, Verdict.PASS, Verdict.FAIL, Verdict.PASS);
    assertThat(result.checks()).extracting(CheckResult::verdict).containsOnly(Verdict.BLOCKED);
    assertThat(result.checks().getFirst().finding().orElseThrow().headline())
        .startsWith("Gateway gateway-conformance-infra-")
        .contains("address › value must be present, but is absent");
    assertThat(ExitCode.of(result)).isEqualTo(ExitCode.FAILED);
    assertThat(result.started().orElseThrow().environment())
        .containsEntry("gatewayAPIVersion", "v1.6.1")
        .containsEntry("gatewayAPIChannel", "standard");
  }

  @Test
  void anImplementersOwnBuildRunsTheTestsByThemselves(@TempDir Path directory) throws IOException {
    Path kubeconfig = Files.writeString(directory.resolve("kubeconfig"), cluster.kubeconfig());

    EngineExecutionResults results =
        EngineTestKit.engine("junit-jupiter")
            .selectors(selectClass(BLOCKED))
            .configurationParameter("waymark.kubeconfig", kubeconfig.toString())
            .configurationParameter("waymark.gateway-class", "sample")
            .configurationParameter("waymark.deadline-seconds", "1")
            .configurationParameter("waymark.out", directory.resolve("out").toString())
            .execute();

    assertThat(
            results.allEvents().failed().stream()
                .map(event -> event.getRequiredPayload(TestExecutionResult.class))
                .map(result -> result.getThrowable().orElseThrow().getMessage()))
        .singleElement()
        .asString()
        .startsWith("BLOCKED: HTTPRoute gateway-conformance-infra-");
    assertThat(directory.resolve("out").resolve(Reports.SUMMARY)).content().contains("1 blocked");
  }

  @Test
  void objectsAreAppliedTwicePatchedWatchedAndDeleted() throws InterruptedException {
    JsonNode map =
        Json.read(
            """
            {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"namespace": "default", "name": "map"}, "data": {"a": "1"}}
            """);
    Ref ref = Ref.of(map);
    try (Objects.Watched watched = objects.watch(ref)) {
      assertThat(watched.now()).isEmpty();

      objects.apply(map);
      objects.apply(map);
      awaitData(watched, "a", "1");
      objects.patch(ref, Json.read("{\"data\": {\"a\": \"2\"}}"));
      awaitData(watched, "a", "2");
      objects.delete(ref);
      while (watched.now().isPresent()) {
        watched.awaitChange(Duration.ofSeconds(10));
      }
    }
    assertThat(objects.get(ref)).isEmpty();
    objects.delete(ref); // what is gone already is no mistake
  }

  @Test
  void whatTheApiRefusesIsQuoted() {
    assertThatThrownBy(
            () ->
                objects.apply(
                    Json.read(
                        """
                        {"apiVersion": "gateway.networking.k8s.io/v1", "kind": "HTTPRoute", "metadata": {"namespace":
                        "default", "name": "bad"}, "spec": {"rules": [{"matches": [{"path": {"value": "no-slash"}}]}]}}
                        """)))
        .isInstanceOf(Objects.Refused.class)
        .hasMessageContaining("Couldn't apply HTTPRoute default/bad: refused (422)")
        .hasMessageContaining("spec.rules[0].matches[0].path");
  }

  @Test
  void credentialsThatAreNotAcceptedAreNamed() {
    var config =
        new ConfigBuilder(cluster.config())
            .withClientCertData(null)
            .withClientKeyData(null)
            .withOauthToken("wrong")
            .build();
    try (KubernetesClient stranger = new KubernetesClientBuilder().withConfig(config).build()) {
      assertThatThrownBy(() -> new ClusterObjects(stranger).get(CLASS))
          .isInstanceOf(EnvironmentFailure.class)
          .hasMessageContaining("(401)");
    }
  }

  @Test
  void aClusterThatCannotBeReachedIsNamed() {
    var config =
        new ConfigBuilder(cluster.config())
            .withMasterUrl("https://127.0.0.1:1")
            .withRequestRetryBackoffLimit(0)
            .build();
    try (KubernetesClient lost = new KubernetesClientBuilder().withConfig(config).build()) {
      assertThatThrownBy(() -> ClusterFacts.read(new ClusterObjects(lost), "sample", false))
          .isInstanceOf(EnvironmentFailure.class)
          .hasMessageContaining("can't be reached")
          .extracting(failure -> ((EnvironmentFailure) failure).remedy())
          .asString()
          .contains("kubeconfig");
    }
  }

  @Test
  void aClassThatIsNotThereIsNamed() {
    assertThatThrownBy(() -> ClusterFacts.read(cluster, "no-such-class", false))
        .isInstanceOf(EnvironmentFailure.class)
        .hasMessage("The cluster has no GatewayClass no-such-class.");
  }

  private static void awaitData(Objects.Watched watched, String key, String value)
      throws InterruptedException {
    while (watched.now().stream()
        .noneMatch(map -> map.path("data").path(key).asString("").equals(value))) {
      watched.awaitChange(Duration.ofSeconds(10));
    }
  }

  private static void accept() {
    cluster
        .client()
        .genericKubernetesResources("gateway.networking.k8s.io/v1", "GatewayClass")
        .withName("sample")
        .subresource("status")
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            """
            {"status": {"conditions": [{"type": "Accepted", "status": "True", "reason": "Accepted", "message": "",
            "observedGeneration": 1, "lastTransitionTime": "2026-01-01T00:00:00Z"}]}}
            """);
  }
}
