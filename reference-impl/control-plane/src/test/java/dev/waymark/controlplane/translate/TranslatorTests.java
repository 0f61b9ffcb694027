package dev.waymark.controlplane.translate;

import static dev.waymark.controlplane.translate.Translations.config;
import static dev.waymark.controlplane.translate.Translations.gateway;
import static dev.waymark.controlplane.translate.Translations.listener;
import static dev.waymark.controlplane.translate.Translations.translate;
import static dev.waymark.controlplane.translate.Translations.words;
import static org.assertj.core.api.Assertions.assertThat;

import dev.waymark.controlplane.Cluster;
import dev.waymark.controlplane.status.ClassStatus;
import dev.waymark.controlplane.status.GatewayStatus.Address;
import dev.waymark.model.Applied;
import dev.waymark.model.BackendId;
import dev.waymark.model.Endpoints.Endpoint;
import dev.waymark.model.GatewayKey;
import dev.waymark.model.Listener.AttachedRoute;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TranslatorTests {
  private static final GatewayKey GATEWAY_KEY = new GatewayKey("infra", "gw");
  private static final String GATEWAY =
      """
      kind: Gateway
      apiVersion: gateway.networking.k8s.io/v1
      metadata: {name: gw, namespace: infra}
      spec: {gatewayClassName: waymark, listeners: [{name: http, port: 80, protocol: HTTP}]}
      """;
  private static final String ADDRESS =
      """
      kind: Service
      apiVersion: v1
      metadata: {name: gw-waymark, namespace: infra}
      spec: {ports: [{port: 80}]}
      status: {loadBalancer: {ingress: [{ip: 127.1.2.3}]}}
      """;

  private static String route(int number) {
    return """
    kind: HTTPRoute
    apiVersion: gateway.networking.k8s.io/v1
    metadata: {name: r%d, namespace: infra}
    spec:
      parentRefs: [{name: gw}]
      hostnames: [r%d.example]
      rules: [{backendRefs: [{name: v1, port: 8080}]}]
    """
        .formatted(number, number);
  }

  @Test
  void acceptsItsClassAndSaysWhatItCanDo() {
    var status =
        (ClassStatus)
            translate(Cluster.with()).statuses().stream()
                .filter(ClassStatus.class::isInstance)
                .findFirst()
                .orElseThrow();
    assertThat(words(status.conditions()))
        .containsExactly("Accepted=True/Accepted", "SupportedVersion=True/SupportedVersion");
    assertThat(status.supportedFeatures())
        .contains("Gateway", "HTTPRoute", "ReferenceGrant")
        .isSorted();
  }

  @Test
  void refusesParametersThatItDoesNotKnow() {
    var translation =
        translate(
            Cluster.with(
                """
                kind: Gateway
                apiVersion: gateway.networking.k8s.io/v1
                metadata: {name: gw, namespace: infra}
                spec:
                  gatewayClassName: waymark
                  infrastructure: {parametersRef: {group: invalid.io, kind: InvalidParameters, name: invalid}}
                  listeners: [{name: http, port: 80, protocol: HTTP}]
                """));
    assertThat(words(gateway(translation, "gw").conditions()))
        .containsExactly("Accepted=False/InvalidParameters", "Programmed=False/Invalid");
    assertThat(translation.infrastructure()).isEmpty();
  }

  @Test
  void isProgrammedOnlyWithAnAddressAndAServingDataPlane() {
    var cluster = Cluster.with(GATEWAY);
    var translator = new Translator(Translations.BUNDLE_VERSION);
    var first = translator.translate(cluster.view(), DataPlaneState.NONE);
    assertThat(words(gateway(first, "gw").conditions()))
        .contains("Programmed=False/AddressNotAssigned");

    cluster.apply(ADDRESS);
    var addressed = translator.translate(cluster.view(), DataPlaneState.NONE);
    assertThat(words(gateway(addressed, "gw").conditions())).contains("Programmed=False/Pending");

    var served = new DataPlaneState.Served(config(addressed, "gw"), Applied.FULLY);
    var programmed =
        translator.translate(cluster.view(), new DataPlaneState(Map.of(GATEWAY_KEY, served)));
    var status = gateway(programmed, "gw");
    assertThat(words(status.conditions())).contains("Programmed=True/Programmed");
    assertThat(words(listener(status, "http").conditions())).contains("Programmed=True/Programmed");
    assertThat(status.addresses()).containsExactly(new Address("IPAddress", "127.1.2.3"));
  }

  @Test
  void saysThatAPortCanNotBeOpened() {
    var cluster = Cluster.with(GATEWAY, ADDRESS);
    var config = config(translate(cluster), "gw");
    var state =
        new DataPlaneState(
            Map.of(
                GATEWAY_KEY,
                new DataPlaneState.Served(config, new Applied(Map.of(80, "address in use")))));
    var status = gateway(new Translator("v1.6.1").translate(cluster.view(), state), "gw");
    assertThat(words(listener(status, "http").conditions())).contains("Programmed=False/Invalid");
    assertThat(words(status.conditions())).contains("Programmed=False/NoResources");
  }

  @Test
  void leavesProgrammedAsItWasWhileAChangeIsTakenOver() {
    var cluster =
        Cluster.with(
            ADDRESS,
            """
            kind: Gateway
            apiVersion: gateway.networking.k8s.io/v1
            metadata: {name: gw, namespace: infra, generation: 2}
            spec: {gatewayClassName: waymark, listeners: [{name: http, port: 81, protocol: HTTP}]}
            status:
              conditions: [{type: Programmed, status: "True", reason: Programmed, observedGeneration: 1}]
            """);
    var condition = gateway(translate(cluster), "gw").conditions().getLast();
    assertThat(condition.isTrue()).isTrue();
    assertThat(condition.observedGeneration()).isEqualTo(1);
  }

  @Test
  void findsEndpointsByThePortsName() {
    var translation =
        translate(
            Cluster.with(
                GATEWAY,
                route(1),
                """
                kind: EndpointSlice
                apiVersion: discovery.k8s.io/v1
                metadata: {name: v1-a, namespace: infra, labels: {kubernetes.io/service-name: v1}}
                addressType: IPv4
                ports: [{name: first, port: 3000}, {name: second, port: 3001}]
                endpoints:
                - {addresses: [127.0.0.5], conditions: {ready: true}}
                - {addresses: [127.0.0.6], conditions: {ready: false}}
                - {addresses: [127.0.0.7]}
                """));
    var endpoints =
        Objects.requireNonNull(translation.endpoints().get(new BackendId("infra", "v1", 8080)));
    assertThat(endpoints.endpoints())
        .containsExactly(new Endpoint("127.0.0.5", 3000), new Endpoint("127.0.0.7", 3000));
  }

  @Test
  void translatesOnlyTheRouteThatChanged() {
    var cluster = Cluster.with(GATEWAY);
    for (int i = 0; i < 1000; i++) {
      cluster.apply(route(i));
    }
    var translator = new Translator(Translations.BUNDLE_VERSION);
    var before = config(translator.translate(cluster.view(), DataPlaneState.NONE), "gw");
    cluster.apply(
        """
        kind: HTTPRoute
        apiVersion: gateway.networking.k8s.io/v1
        metadata: {name: r7, namespace: infra, generation: 2}
        spec: {parentRefs: [{name: gw}], hostnames: [r7.example], rules: [{}]}
        """);
    var after = config(translator.translate(cluster.view(), DataPlaneState.NONE), "gw");

    Set<AttachedRoute> old = Collections.newSetFromMap(new IdentityHashMap<>());
    old.addAll(before.ports().getFirst().listeners().getFirst().routes());
    var now = after.ports().getFirst().listeners().getFirst().routes();
    assertThat(now).hasSize(1000);
    assertThat(now.stream().filter(route -> !old.contains(route)))
        .extracting(route -> route.route().key().name())
        .containsExactly("r7");
  }

  @Test
  void passesTheInfrastructuresLabelsOn() {
    var translation =
        translate(
            Cluster.with(
                """
                kind: Gateway
                apiVersion: gateway.networking.k8s.io/v1
                metadata: {name: gw, namespace: infra}
                spec:
                  gatewayClassName: waymark
                  infrastructure: {labels: {key2: value2}, annotations: {key1: value1}}
                  listeners:
                  - {name: a, port: 8080, protocol: HTTP}
                  - {name: b, port: 80, protocol: HTTP}
                  - {name: c, port: 1111, protocol: INVALID}
                """));
    var infrastructure = translation.infrastructure().getFirst();
    assertThat(infrastructure.ports()).containsExactly(80, 8080);
    assertThat(infrastructure.labels())
        .containsEntry("key2", "value2")
        .containsEntry("gateway.networking.k8s.io/gateway-name", "gw");
    assertThat(infrastructure.annotations()).containsEntry("key1", "value1");
    assertThat(infrastructure.objectKey().name()).isEqualTo("gw-waymark");
  }

  @Test
  void namesObjectsByDnsLabels() {
    String longName = "a".repeat(63);
    assertThat(Infrastructure.objectKey(new GatewayKey("infra", longName)).name())
        .hasSizeLessThanOrEqualTo(63)
        .endsWith("-waymark");
    assertThat(Infrastructure.objectKey(new GatewayKey("infra", "1.example")).name())
        .matches("gw-1-example-[0-9a-f]{8}-waymark");
  }
}
