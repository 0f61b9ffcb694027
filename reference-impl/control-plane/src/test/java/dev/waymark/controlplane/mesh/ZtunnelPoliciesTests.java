package dev.waymark.controlplane.mesh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waymark.controlplane.Cluster;
import dev.waymark.controlplane.status.AuthorizationPolicyStatus;
import dev.waymark.controlplane.status.StatusCondition;
import dev.waymark.model.authorization.Authorization;
import dev.waymark.model.workload.Workload;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ZtunnelPoliciesTests {
  private static final String POD =
      """
      kind: Pod
      apiVersion: v1
      metadata: {name: a, namespace: web, labels: {app: a, tier: x}}
      spec: {}
      status: {podIP: 10.1.0.1}
      """;

  private static String policy(String namespace, String name, String spec) {
    return """
    kind: AuthorizationPolicy
    apiVersion: security.istio.io/v1
    metadata: {name: %s, namespace: %s}
    spec: {%s}
    """
        .formatted(name, namespace, spec);
  }

  private static MeshTranslation translated(String... documents) {
    var cluster = Cluster.with(POD);
    List.of(documents).forEach(cluster::apply);
    return MeshTranslator.translate(cluster.view());
  }

  @Test
  void aPodNamesThePoliciesThatSelectIt() {
    MeshTranslation translation =
        translated(
            policy("web", "own", "selector: {matchLabels: {app: a}}"),
            policy("web", "every", "selector: {}"),
            policy("web", "other", "selector: {matchLabels: {app: b}}"),
            policy("web", "more", "selector: {matchLabels: {app: a, tier: y}}"),
            policy("infra", "elsewhere", "selector: {matchLabels: {app: a}}"),
            policy("waymark-system", "root", "selector: {matchLabels: {app: a}}"),
            policy("web", "namespace", ""),
            policy("web", "targeted", "targetRef: {group: '', kind: Service, name: a}"),
            """
            kind: PeerAuthentication
            apiVersion: security.istio.io/v1
            metadata: {name: strict, namespace: web}
            spec: {mtls: {mode: STRICT}}
            """);
    assertThat(translation.mesh().workloads())
        .singleElement()
        .extracting(Workload::policies)
        .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.LIST)
        .containsExactly(
            "waymark-system/root",
            "web/every",
            "web/own",
            "waymark-system/istio_converted_static_strict");
    assertThat(translation.mesh().policies())
        .extracting(Authorization::name)
        .contains("namespace", "istio_converted_static_strict")
        .doesNotContain("targeted");
  }

  @ParameterizedTest
  @CsvSource({
    "'rules: [{from: [{source: {namespaces: [a]}}]}]', True, Accepted, attached",
    "'rules: [{to: [{operation: {methods: [GET], paths: [/]}}]}]', True, UnsupportedValue,"
        + " 'methods, paths; the rules that have it are left out'",
    "'action: DENY, rules: [{to: [{operation: {methods: [GET]}}]}]', True, UnsupportedValue,"
        + " methods; the rules that have it deny by what else they say",
    "'rules: [{to: [{operation: {ports: [http]}}]}]', True, UnsupportedValue, http",
    "action: AUDIT, False, UnsupportedValue, action AUDIT",
    "'action: CUSTOM, provider: {name: a}', False, UnsupportedValue, action CUSTOM",
  })
  void theStatusSaysWhatIsEnforced(String spec, String status, String reason, String message) {
    assertThat(conditions(policy("web", "p", spec)))
        .singleElement()
        .satisfies(
            condition -> {
              assertThat(condition.type()).isEqualTo("ZtunnelAccepted");
              assertThat(condition.status()).isEqualTo(status);
              assertThat(condition.reason()).isEqualTo(reason);
              assertThat(condition.message()).contains(message);
            });
  }

  @Test
  void ofAPolicyWithTargetsNothingIsSaid() {
    assertThat(conditions(policy("web", "p", "targetRef: {group: '', kind: Service, name: a}")))
        .extracting(StatusCondition::type)
        .doesNotContain("ZtunnelAccepted");
  }

  private static List<StatusCondition> conditions(String policy) {
    return translated(policy).statuses().stream()
        .filter(AuthorizationPolicyStatus.class::isInstance)
        .map(AuthorizationPolicyStatus.class::cast)
        .findFirst()
        .orElseThrow()
        .conditions();
  }
}
