package dev.waymark.cli.reference;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.waymark.clusters.EmbeddedCluster;
import dev.waymark.mesh.Mesh;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.ExecWatch;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The mesh carries traffic between Pods of an embedded cluster, driven by nothing but labels. */
class AmbientMeshTests {
  private static final Duration SOON = Duration.ofSeconds(20);

  private static EmbeddedCluster cluster;
  private static KubernetesClient client;

  @BeforeAll
  static void start() throws Exception {
    cluster = ReferenceCluster.startWith(Mesh.sound(), ReferenceCluster.Shape.DEFAULT);
    client = cluster.client();
    for (String file : List.of("/ambient.yaml", "/waypoint.yaml")) {
      try (InputStream manifests = AmbientMeshTests.class.getResourceAsStream(file)) {
        client.load(manifests).create();
      }
    }
    for (String pod : List.of("client", "server")) {
      client
          .pods()
          .inNamespace("shop")
          .withName(pod)
          .waitUntilCondition(AmbientMeshTests::isCaptured, 20, TimeUnit.SECONDS);
    }
  }

  private static boolean isCaptured(Pod pod) {
    return pod != null
        && pod.getMetadata().getAnnotations() != null
        && "enabled".equals(pod.getMetadata().getAnnotations().get("ambient.istio.io/redirection"));
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  private static String request(String pod, String url) throws Exception {
    var output = new ByteArrayOutputStream();
    try (ExecWatch exec =
        client
            .pods()
            .inNamespace("shop")
            .withName(pod)
            .writingOutput(output)
            .writingError(output)
            .exec("client", url)) {
      exec.exitCode().get(20, TimeUnit.SECONDS);
    }
    return output.toString(UTF_8);
  }

  private static String hops() {
    return client
        .pods()
        .inNamespace("waymark-system")
        .withLabel("app", "ztunnel")
        .list()
        .getItems()
        .stream()
        .map(pod -> client.pods().resource(pod).getLog())
        .filter(Objects::nonNull)
        .reduce("", String::concat);
  }

  @Test
  void aRequestBetweenTwoPodsGoesThroughATunnelUnderTheirIdentities() throws Exception {
    await()
        .atMost(SOON)
        .untilAsserted(() -> assertThat(request("client", "http://server")).contains("200"));
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(hops().lines())
                    .anySatisfy(
                        line ->
                            assertThat(line)
                                .contains("\"direction\":\"inbound\"")
                                .contains("\"accepted.protocol\":\"hbone\"")
                                .contains(
                                    "\"src.identity\":\"spiffe://cluster.local/ns/shop/sa/client\"")
                                .contains(
                                    "\"dst.identity\":\"spiffe://cluster.local/ns/shop/sa/server\"")));
  }

  @Test
  void aPodOutsideTheMeshReachesOneThatIsInItPlainly() throws Exception {
    await()
        .atMost(SOON)
        .untilAsserted(() -> assertThat(request("stranger", "http://server")).contains("200"));
  }

  private static final String SERVER = "selector: {matchLabels: {app: server}}, ";
  private static final String ROUTED = "targetRefs: [{group: '', kind: Service, name: routed}], ";

  /** Applies policies, and takes them away again. */
  private interface Applied extends AutoCloseable {
    @Override
    void close();
  }

  private static Applied apply(String kind, String spec) {
    String policy =
        """
        apiVersion: security.istio.io/v1
        kind: %s
        metadata: {name: server, namespace: shop}
        spec: {%s}
        """
            .formatted(kind, spec);
    client.resource(policy).create();
    return () -> client.resource(policy).delete();
  }

  private static void awaitAnswer(String pod, String url, String status) {
    await().atMost(SOON).untilAsserted(() -> assertThat(request(pod, url)).contains(status));
  }

  private static void awaitRefusal(String pod) {
    await()
        .atMost(SOON)
        .untilAsserted(() -> assertThat(request(pod, "http://server")).doesNotContain("200"));
  }

  private static List<String> conditions() {
    var policy =
        client
            .genericKubernetesResources("security.istio.io/v1", "AuthorizationPolicy")
            .inNamespace("shop")
            .withName("server")
            .get();
    List<Map<String, Object>> conditions = policy.get("status", "conditions");
    return conditions == null
        ? List.of()
        : conditions.stream()
            .map(each -> each.get("type") + "=" + each.get("status") + " " + each.get("reason"))
            .toList();
  }

  @Test
  void aPolicyAdmitsAnIdentityAndRefusesAllOthers() throws Exception {
    String identity = "from: [{source: {principals: [cluster.local/ns/shop/sa/client]}}]";
    awaitAnswer("stranger", "http://server", "200");
    try (var _ = apply("AuthorizationPolicy", SERVER + "rules: [{" + identity + "}]")) {
      awaitRefusal("stranger");
      assertThat(request("client", "http://server")).contains("200");
      await()
          .atMost(SOON)
          .untilAsserted(
              () -> assertThat(conditions()).containsExactly("ZtunnelAccepted=True Accepted"));
    }
    try (var _ =
        apply("AuthorizationPolicy", SERVER + "action: DENY, rules: [{" + identity + "}]")) {
      awaitRefusal("client");
      assertThat(request("stranger", "http://server")).contains("200");
    }
    try (var _ = apply("PeerAuthentication", SERVER + "mtls: {mode: STRICT}")) {
      awaitRefusal("stranger");
      assertThat(request("client", "http://server")).contains("200");
    }
    awaitAnswer("stranger", "http://server", "200");
  }

  private static void awaitBound(String service) {
    client
        .services()
        .inNamespace("shop")
        .withName(service)
        .waitUntilCondition(
            bound ->
                bound != null
                    && bound.getStatus().getConditions().stream()
                        .anyMatch(
                            condition ->
                                condition.getType().equals("istio.io/WaypointBound")
                                    && condition.getStatus().equals("True")),
            20,
            TimeUnit.SECONDS);
  }

  @Test
  void waypointsBehindTheirNodesProxyServeWhatItHandsOver() throws Exception {
    try (InputStream manifests = getClass().getResourceAsStream("/sandwich.yaml")) {
      client.load(manifests).create();
    }
    awaitBound("sandwiched");
    awaitBound("by-host");
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(request("client", "http://sandwiched"))
                    .contains("200")
                    .containsIgnoringCase("x-traversed-waypoint")
                    .contains("sandwich"));
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(request("client", "http://by-host"))
                    .contains("200")
                    .containsIgnoringCase("x-traversed-waypoint")
                    .contains("ordinary"));
    assertThat(hops().lines())
        .anySatisfy(
            line ->
                assertThat(line)
                    .contains("\"src.identity\":\"spiffe://cluster.local/ns/shop/sa/sandwich\"")
                    .contains("\"dst.identity\":\"spiffe://cluster.local/ns/shop/sa/server\""));
  }

  @Test
  void aPolicyForAServiceIsEnforcedByItsWaypointRequestByRequest() throws Exception {
    awaitBound("routed");
    awaitAnswer("client", "http://routed/marked/a", "200");
    String open = "{to: [{operation: {methods: [GET], paths: [/marked/a]}}]}";
    try (var _ = apply("AuthorizationPolicy", ROUTED + "rules: [" + open + "]")) {
      awaitAnswer("client", "http://routed/marked/b", "RBAC: access denied");
      assertThat(request("client", "http://routed/marked/b")).contains("403");
      assertThat(request("client", "http://routed/marked/a")).contains("200");
      assertThat(request("client", "http://server")).contains("200");
      await()
          .atMost(SOON)
          .untilAsserted(
              () -> assertThat(conditions()).containsExactly("WaypointAccepted=True Accepted"));
    }
    String client = "{from: [{source: {serviceAccounts: [client]}}]}";
    try (var _ = apply("AuthorizationPolicy", ROUTED + "action: DENY, rules: [" + client + "]")) {
      awaitAnswer("client", "http://routed/marked/a", "403");
    }
    awaitAnswer("client", "http://routed/marked/b", "200");
  }

  @Test
  void aServiceThatIsBoundToAWaypointIsServedByItsRoutes() throws Exception {
    awaitBound("routed");
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(request("client", "http://routed/marked"))
                    .contains("200")
                    .containsIgnoringCase("x-traversed-waypoint"));
    assertThat(request("client", "http://routed/elsewhere")).contains("404");
    assertThat(request("client", "http://server"))
        .contains("200")
        .doesNotContainIgnoringCase("x-traversed-waypoint");
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(hops().lines())
                    .anySatisfy(
                        line ->
                            assertThat(line)
                                .contains("\"direction\":\"outbound\"")
                                .contains("\"opened.protocol\":\"hbone\"")
                                .contains(
                                    "\"dst.identity\":\"spiffe://cluster.local/ns/shop/sa/waypoint\"")));
  }
}
