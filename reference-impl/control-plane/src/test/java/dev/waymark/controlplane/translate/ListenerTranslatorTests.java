package dev.waymark.controlplane.translate;

import static dev.waymark.controlplane.translate.Translations.gateway;
import static dev.waymark.controlplane.translate.Translations.listener;
import static dev.waymark.controlplane.translate.Translations.translate;
import static dev.waymark.controlplane.translate.Translations.words;
import static org.assertj.core.api.Assertions.assertThat;

import dev.waymark.controlplane.Cluster;
import dev.waymark.controlplane.status.GatewayStatus;
import dev.waymark.model.Port;
import java.security.KeyPair;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ListenerTranslatorTests {
  private static String gatewayOf(String listeners) {
    return """
    kind: Gateway
    apiVersion: gateway.networking.k8s.io/v1
    metadata: {name: gw, namespace: infra, generation: 3}
    spec:
      gatewayClassName: waymark
      listeners: %s
    """
        .formatted(listeners);
  }

  private static GatewayStatus status(String listeners, String... more) {
    return gateway(translate(Cluster.with(more).apply(gatewayOf(listeners))), "gw");
  }

  @Test
  void acceptsHttp() {
    var status = status("[{name: http, port: 80, protocol: HTTP}]");
    assertThat(words(status.conditions())).contains("Accepted=True/Accepted");
    var listener = listener(status, "http");
    assertThat(listener.supportedKinds()).containsExactly("HTTPRoute");
    assertThat(listener.attachedRoutes()).isZero();
    assertThat(words(listener.conditions()))
        .containsExactly(
            "Accepted=True/Accepted",
            "Programmed=False/Pending",
            "ResolvedRefs=True/ResolvedRefs",
            "Conflicted=False/NoConflicts");
    assertThat(listener.conditions()).allMatch(condition -> condition.observedGeneration() == 3);
  }

  @Test
  void refusesAnUnknownProtocol() {
    var status = status("[{name: invalid, port: 1111, protocol: INVALID}]");
    assertThat(words(status.conditions()))
        .containsExactly("Accepted=False/ListenersNotValid", "Programmed=False/Invalid");
    var listener = listener(status, "invalid");
    assertThat(listener.supportedKinds()).isEmpty();
    assertThat(words(listener.conditions()))
        .contains("Accepted=False/UnsupportedProtocol", "Programmed=False/Invalid");
  }

  @Test
  void servesTheValidListenersBesideAnInvalidOne() {
    var status =
        status(
            "[{name: http, port: 80, protocol: HTTP}, {name: bad, port: 1111, protocol: INVALID}]");
    assertThat(words(status.conditions())).contains("Accepted=True/ListenersNotValid");
    assertThat(words(listener(status, "http").conditions())).contains("Accepted=True/Accepted");
  }

  @ParameterizedTest
  @CsvSource({
    "[{kind: InvalidRoute}], ''",
    "'[{kind: InvalidRoute}, {kind: HTTPRoute}]', HTTPRoute",
    "'[{kind: HTTPRoute, group: other.example}, {kind: HTTPRoute}]', HTTPRoute",
  })
  void reportsUnknownKinds(String kinds, String supported) {
    var status =
        status(
            "[{name: http, port: 80, protocol: HTTP, allowedRoutes: {kinds: %s}}]"
                .formatted(kinds));
    var listener = listener(status, "http");
    assertThat(String.join(",", listener.supportedKinds())).isEqualTo(supported);
    assertThat(words(listener.conditions())).contains("ResolvedRefs=False/InvalidRouteKinds");
  }

  @Test
  void refusesAllListenersInConflict() {
    var status =
        status(
            """
            [{name: a, port: 80, protocol: HTTP},
             {name: b, port: 80, protocol: HTTPS, tls: {certificateRefs: [{name: none}]}},
             {name: c, port: 81, protocol: HTTP}]
            """);
    assertThat(words(listener(status, "a").conditions()))
        .contains("Accepted=False/ProtocolConflict", "Conflicted=True/ProtocolConflict");
    assertThat(words(listener(status, "b").conditions()))
        .contains("Accepted=False/ProtocolConflict", "Conflicted=True/ProtocolConflict");
    assertThat(words(listener(status, "c").conditions()))
        .contains("Accepted=True/Accepted", "Conflicted=False/NoConflicts");
  }

  @ParameterizedTest
  @CsvSource({
    "{name: missing}, InvalidCertificateRef",
    "'{name: good, group: wrong.example}', InvalidCertificateRef",
    "'{name: good, kind: WrongKind}', InvalidCertificateRef",
    "{name: malformed}, InvalidCertificateRef",
    "{name: mismatched}, InvalidCertificateRef",
    "'{name: certificate, namespace: web}', RefNotPermitted",
  })
  void reportsCertificatesThatCanNotBeUsed(String ref, String reason) throws Exception {
    KeyPair one = TestCertificates.keys("EC");
    KeyPair other = TestCertificates.keys("EC");
    var status =
        status(
            "[{name: https, port: 443, protocol: HTTPS, tls: {certificateRefs: [%s]}}]"
                .formatted(ref),
            TestCertificates.secret("infra", "good"),
            TestCertificates.secret("web", "certificate"),
            TestCertificates.secret("infra", "malformed", "Hello world", "Hello world"),
            TestCertificates.secret(
                "infra",
                "mismatched",
                TestCertificates.certificate(one),
                TestCertificates.key(other.getPrivate())));
    assertThat(words(status.conditions())).contains("Accepted=True/Accepted");
    var listener = listener(status, "https");
    assertThat(listener.supportedKinds()).containsExactly("HTTPRoute");
    assertThat(words(listener.conditions()))
        .contains(
            "Accepted=True/Accepted", "Programmed=False/Invalid", "ResolvedRefs=False/" + reason);
  }

  @ParameterizedTest
  @CsvSource({"RSA", "EC"})
  void turnsKeysIntoPkcs8(String algorithm) throws Exception {
    KeyPair keys = TestCertificates.keys(algorithm);
    var cluster =
        Cluster.with(
            TestCertificates.secret(
                "infra",
                "good",
                TestCertificates.certificate(keys),
                TestCertificates.key(keys.getPrivate())),
            gatewayOf(
                "[{name: https, port: 443, protocol: HTTPS, tls: {certificateRefs: [{name:"
                    + " good}]}}]"));
    var port = (Port.Https) Translations.config(translate(cluster), "gw").ports().getFirst();
    assertThat(port.tlsListeners().getFirst().certificates().getFirst().privateKeyPem())
        .startsWith("-----BEGIN PRIVATE KEY-----");
  }

  @ParameterizedTest
  @CsvSource({
    "'{group: gateway.networking.k8s.io, kind: Gateway, namespace: infra}', '{group: \"\", kind:"
        + " Secret}', True",
    "'{group: gateway.networking.k8s.io, kind: Gateway, namespace: infra}', '{group: \"\", kind:"
        + " Secret, name: certificate}', True",
    "'{group: other.example, kind: Gateway, namespace: infra}', '{group: \"\", kind: Secret}',"
        + " False",
    "'{group: gateway.networking.k8s.io, kind: HTTPRoute, namespace: infra}', '{group: \"\", kind:"
        + " Secret}', False",
    "'{group: gateway.networking.k8s.io, kind: Gateway, namespace: web}', '{group: \"\", kind:"
        + " Secret}', False",
    "'{group: gateway.networking.k8s.io, kind: Gateway, namespace: infra}', '{group: other.example,"
        + " kind: Secret}', False",
    "'{group: gateway.networking.k8s.io, kind: Gateway, namespace: infra}', '{group: \"\", kind:"
        + " Service}', False",
    "'{group: gateway.networking.k8s.io, kind: Gateway, namespace: infra}', '{group: \"\", kind:"
        + " Secret, name: other}', False",
  })
  void followsGrants(String from, String to, String resolved) throws Exception {
    var status =
        status(
            """
            [{name: https, port: 443, protocol: HTTPS,
              tls: {certificateRefs: [{name: certificate, namespace: web}]}}]
            """,
            TestCertificates.secret("web", "certificate"),
            """
            kind: ReferenceGrant
            apiVersion: gateway.networking.k8s.io/v1
            metadata: {name: grant, namespace: web}
            spec: {from: [%s], to: [%s]}
            """
                .formatted(from, to));
    assertThat(words(listener(status, "https").conditions()))
        .anyMatch(word -> word.startsWith("ResolvedRefs=" + resolved));
  }

  @Test
  void refusesToServeWithLessTlsThanAsked() {
    var status =
        status(
            """
            [{name: https, port: 443, protocol: HTTPS,
              tls: {certificateRefs: [{name: x}], options: {example.com/ciphers: strong}}}]
            """);
    assertThat(words(listener(status, "https").conditions()))
        .contains("Accepted=False/UnsupportedValue");
  }
}
