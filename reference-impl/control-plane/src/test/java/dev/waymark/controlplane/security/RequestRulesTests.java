package dev.waymark.controlplane.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waymark.controlplane.Cluster;
import dev.waymark.model.authorization.ConnectionMatch.ServiceAccount;
import dev.waymark.model.authorization.IpBlock;
import dev.waymark.model.authorization.PathPattern;
import dev.waymark.model.authorization.RequestRule;
import dev.waymark.model.authorization.RequestTest;
import dev.waymark.model.authorization.RequestTest.Address.End;
import dev.waymark.model.authorization.StringMatch;
import dev.waymark.model.authorization.TextAttribute;
import dev.waymark.model.authorization.TextAttribute.Plain;
import java.net.InetAddress;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class RequestRulesTests {

  private static RequestRules translated(String action, String rules) {
    return RequestRules.of(
        Cluster.with(
                """
                kind: AuthorizationPolicy
                apiVersion: security.istio.io/v1
                metadata: {name: p, namespace: web}
                spec: {action: %s, rules: [%s]}
                """
                    .formatted(action, rules))
            .view()
            .policies()
            .authorization()
            .values()
            .iterator()
            .next());
  }

  private static RequestTest text(TextAttribute attribute, String any, String none) {
    return new RequestTest.Text(attribute, texts(any), texts(none));
  }

  private static List<StringMatch> texts(String notation) {
    return notation.isEmpty() ? List.of() : List.of(StringMatch.parse(notation));
  }

  private static RequestTest address(End end, String any, String none) {
    return new RequestTest.Address(end, blocks(any), blocks(none));
  }

  private static List<IpBlock> blocks(String address) {
    return address.isEmpty() ? List.of() : List.of(new IpBlock(InetAddress.ofLiteral(address), 32));
  }

  private static List<PathPattern> paths(String notation) {
    return List.of(PathPattern.parse(notation).orElseThrow());
  }

  static Stream<Arguments> fields() {
    return Stream.of(
        Arguments.of(
            "from: [{source: {principals: ['a*'], notPrincipals: [b]}}]",
            text(Plain.PRINCIPAL, "a*", "b")),
        Arguments.of(
            "from: [{source: {requestPrincipals: [i/s], notRequestPrincipals: ['*']}}]",
            text(Plain.REQUEST_PRINCIPAL, "i/s", "*")),
        Arguments.of(
            "from: [{source: {namespaces: [a], notNamespaces: [b]}}]",
            text(Plain.NAMESPACE, "a", "b")),
        Arguments.of(
            "from: [{source: {trustDomains: [a], notTrustDomains: [b]}}]",
            text(Plain.TRUST_DOMAIN, "a", "b")),
        Arguments.of(
            "from: [{source: {serviceAccounts: [a], notServiceAccounts: [b/c]}}]",
            new RequestTest.Account(
                List.of(new ServiceAccount("web", "a")), List.of(new ServiceAccount("b", "c")))),
        Arguments.of(
            "from: [{source: {ipBlocks: [10.0.0.1], notIpBlocks: [10.0.0.2]}}]",
            address(End.SOURCE, "10.0.0.1", "10.0.0.2")),
        Arguments.of(
            "from: [{source: {remoteIpBlocks: [10.0.0.1], notRemoteIpBlocks: [10.0.0.2]}}]",
            address(End.ORIGIN, "10.0.0.1", "10.0.0.2")),
        Arguments.of(
            "to: [{operation: {hosts: ['*.Example'], notHosts: [B]}}]",
            text(Plain.HOST, "*.example", "b")),
        Arguments.of(
            "to: [{operation: {methods: [GET], notMethods: [PUT]}}]",
            text(Plain.METHOD, "GET", "PUT")),
        Arguments.of(
            "to: [{operation: {paths: [/a*], notPaths: ['/{*}/b']}}]",
            new RequestTest.Path(paths("/a*"), paths("/{*}/b"))),
        Arguments.of(
            "to: [{operation: {ports: ['80'], notPorts: ['81']}}]",
            new RequestTest.Port(List.of(80), List.of(81))),
        Arguments.of(
            "when: [{key: source.ip, values: [10.0.0.1]}]", address(End.SOURCE, "10.0.0.1", "")),
        Arguments.of(
            "when: [{key: remote.ip, notValues: [10.0.0.1]}]", address(End.ORIGIN, "", "10.0.0.1")),
        Arguments.of(
            "when: [{key: destination.ip, values: [10.0.0.1]}]",
            address(End.DESTINATION, "10.0.0.1", "")),
        Arguments.of(
            "when: [{key: destination.port, values: ['80']}]",
            new RequestTest.Port(List.of(80), List.of())),
        Arguments.of(
            "when: [{key: source.namespace, values: [a]}]", text(Plain.NAMESPACE, "a", "")),
        Arguments.of(
            "when: [{key: source.principal, values: [a]}]", text(Plain.PRINCIPAL, "a", "")),
        Arguments.of(
            "when: [{key: request.auth.principal, values: [a]}]",
            text(Plain.REQUEST_PRINCIPAL, "a", "")),
        Arguments.of(
            "when: [{key: request.auth.audiences, values: [a]}]", text(Plain.AUDIENCE, "a", "")),
        Arguments.of(
            "when: [{key: request.auth.presenter, values: [a]}]", text(Plain.PRESENTER, "a", "")),
        Arguments.of(
            "when: [{key: connection.sni, values: [a]}]", text(Plain.SERVER_NAME, "a", "")),
        Arguments.of(
            "when: [{key: 'request.headers[X-A]', values: [a], notValues: [b]}]",
            text(new TextAttribute.Header("x-a"), "a", "b")),
        Arguments.of(
            "when: [{key: 'request.auth.claims[a][b]', values: [c]}]",
            text(new TextAttribute.Claim(List.of("a", "b")), "c", "")));
  }

  @ParameterizedTest
  @MethodSource("fields")
  void eachFieldIsOneTest(String rule, RequestTest test) {
    assertThat(translated("ALLOW", "{" + rule + "}"))
        .isEqualTo(
            new RequestRules(List.of(new RequestRule(List.of(List.of(List.of(test))))), List.of()));
  }

  @Test
  void sourcesAndOperationsAreAlternativesAndConditionsAddUp() {
    RequestTest namespace = text(Plain.NAMESPACE, "a", "");
    RequestTest method = text(Plain.METHOD, "GET", "");
    assertThat(
            translated(
                    "DENY",
                    "{from: [{source: {namespaces: [a]}}, {source: {}}], to: [{operation:"
                        + " {methods: [GET]}}], when: [{key: source.namespace, values: [a]},"
                        + " {key: source.namespace, values: [a]}]}, {}")
                .rules())
        .containsExactly(
            new RequestRule(
                List.of(
                    List.of(List.of(namespace), List.of()),
                    List.of(List.of(method)),
                    List.of(List.of(namespace, namespace)))),
            new RequestRule(List.of()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "to: [{operation: {ports: [http]}}] | http",
        "to: [{operation: {paths: ['/{a}']}}] | /{a}",
        "to: [{operation: {paths: ['/{**}/{**}']}}] | /{**}/{**}",
        "from: [{source: {ipBlocks: [a]}}] | a",
        "when: [{key: source.labels, values: [a]}] | source.labels",
        "when: [{key: 'request.headers[a][b]', values: [a]}] | request.headers[a][b]",
        "when: [{key: request.headers, values: [a]}] | request.headers",
      })
  void whatCantBeReadAllowsNothing(String rule, String value) {
    RequestRules allowing = translated("ALLOW", "{" + rule + "}, {}");
    assertThat(allowing.unreadable()).containsExactly(value);
    assertThat(allowing.rules()).containsExactly(new RequestRule(List.of()));
    RequestRules denying = translated("DENY", "{" + rule + "}");
    assertThat(denying.unreadable()).containsExactly(value);
    assertThat(denying.rules()).hasSize(1);
  }
}
