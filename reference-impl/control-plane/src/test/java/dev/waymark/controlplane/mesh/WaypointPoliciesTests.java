package dev.waymark.controlplane.mesh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waymark.controlplane.Cluster;
import dev.waymark.controlplane.Waymark;
import dev.waymark.controlplane.status.AuthorizationPolicyStatus;
import dev.waymark.model.authorization.RequestPolicy;
import dev.waymark.model.waypoint.FrontedService;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WaypointPoliciesTests {
  private static final String MESH =
      """
      kind: GatewayClass
      apiVersion: gateway.networking.k8s.io/v1
      metadata: {name: waypoints}
      spec: {controllerName: %s}
      ---
      kind: Gateway
      apiVersion: gateway.networking.k8s.io/v1
      metadata: {name: wp, namespace: web}
      spec: {gatewayClassName: waypoints, listeners: [{name: mesh, port: 15008, protocol: HBONE}]}
      status: {addresses: [{type: IPAddress, value: 10.0.0.9}]}
      ---
      kind: Service
      apiVersion: v1
      metadata: {name: echo, namespace: web, labels: {istio.io/use-waypoint: wp}}
      spec: {clusterIP: 10.0.0.1, clusterIPs: [10.0.0.1], ports: [{port: 80, name: http}]}
      ---
      kind: Service
      apiVersion: v1
      metadata: {name: other, namespace: web, labels: {istio.io/use-waypoint: wp}}
      spec: {clusterIP: 10.0.0.2, clusterIPs: [10.0.0.2], ports: [{port: 80, name: http}]}
      ---
      kind: Service
      apiVersion: v1
      metadata: {name: unbound, namespace: web}
      spec: {clusterIP: 10.0.0.3, clusterIPs: [10.0.0.3], ports: [{port: 80, name: http}]}
      """
          .formatted(Waymark.WAYPOINT_CONTROLLER_NAME);

  private static String policy(String namespace, String name, String spec) {
    return """
    kind: AuthorizationPolicy
    apiVersion: security.istio.io/v1
    metadata: {name: %s, namespace: %s}
    spec: {%s}
    """
        .formatted(name, namespace, spec);
  }

  private static String target(String group, String kind, String name) {
    return "{group: '%s', kind: %s, name: %s}".formatted(group, kind, name);
  }

  private static final String GROUP = "gateway.networking.k8s.io";

  @Test
  void aPolicyHoldsForWhatItTargets() {
    var cluster =
        Cluster.with(
            MESH,
            policy("web", "service", "targetRef: " + target("", "Service", "echo")),
            policy("web", "gateway", "targetRefs: [" + target(GROUP, "Gateway", "wp") + "]"),
            policy("infra", "elsewhere", "targetRefs: [" + target(GROUP, "Gateway", "wp") + "]"),
            policy(
                "waymark-system",
                "class",
                "targetRefs: [" + target(GROUP, "GatewayClass", "waypoints") + "]"),
            policy(
                "web",
                "not-root",
                "targetRefs: [" + target(GROUP, "GatewayClass", "waypoints") + "]"),
            policy("web", "selector", "selector: {matchLabels: {app: echo}}"),
            policy("web", "namespace", ""));
    List<FrontedService> services =
        MeshTranslator.translate(cluster.view()).waypoints().getFirst().services();
    assertThat(services)
        .extracting(
            service -> service.guard().policies().stream().map(RequestPolicy::name).toList())
        .containsExactly(List.of("class", "gateway", "service"), List.of("class", "gateway"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "web | {group: '', kind: Service, name: echo} | True | Accepted | web/wp",
        "web | {group: '', kind: Service, name: unbound} | False | AncestorNotBound | web/unbound",
        "web | {group: '', kind: Service, name: absent} | False | TargetNotFound | web/absent",
        "infra | {group: '', kind: Service, name: echo} | False | TargetNotFound | infra/echo",
        "web | {group: gateway.networking.k8s.io, kind: Gateway, name: wp} | True | Accepted |"
            + " web/wp",
        "web | {group: gateway.networking.k8s.io, kind: Gateway, name: no} | False | TargetNotFound"
            + " | web/no",
        "web | {group: gateway.networking.k8s.io, kind: GatewayClass, name: waypoints} | False |"
            + " Invalid | waymark-system",
        "waymark-system | {group: gateway.networking.k8s.io, kind: GatewayClass, name: waypoints} |"
            + " True | Accepted | waypoints",
        "waymark-system | {group: gateway.networking.k8s.io, kind: GatewayClass, name: waymark} |"
            + " False | Invalid | waymark",
        "waymark-system | {group: gateway.networking.k8s.io, kind: GatewayClass, name: no} | False"
            + " | TargetNotFound | no",
        "web | {group: '', kind: Pod, name: echo} | False | Invalid | Pod",
        "web | {group: '', kind: Service, name: echo}, {group: '', kind: Service, name: no} | True"
            + " | PartiallyInvalid | web/no",
        "web | {group: '', kind: Service, name: a}, {group: '', kind: Service, name: b} | False"
            + " | Invalid | web/b",
      })
  void theStatusSaysWhatIsBound(
      String namespace, String targets, String status, String reason, String message) {
    var cluster = Cluster.with(MESH, policy(namespace, "p", "targetRefs: [" + targets + "]"));
    assertThat(MeshTranslator.translate(cluster.view()).statuses())
        .filteredOn(AuthorizationPolicyStatus.class::isInstance)
        .singleElement()
        .satisfies(
            written ->
                assertThat(((AuthorizationPolicyStatus) written).conditions())
                    .singleElement()
                    .satisfies(
                        condition -> {
                          assertThat(condition.type()).isEqualTo("WaypointAccepted");
                          assertThat(condition.status()).isEqualTo(status);
                          assertThat(condition.reason()).isEqualTo(reason);
                          assertThat(condition.message()).contains(message);
                        }));
  }

  @Test
  void aValueThatCantBeReadIsSaid() {
    var cluster =
        Cluster.with(
            MESH,
            policy(
                "web",
                "p",
                "targetRef: "
                    + target("", "Service", "echo")
                    + ", rules: [{to: [{operation: {ports: [http]}}]}]"));
    assertThat(MeshTranslator.translate(cluster.view()).statuses().toString())
        .contains("PartiallyInvalid", "http");
  }
}
