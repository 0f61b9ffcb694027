package dev.waymark.controlplane.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waymark.controlplane.Cluster;
import dev.waymark.model.authorization.Authorization;
import dev.waymark.model.authorization.ConnectionMatch;
import dev.waymark.model.authorization.ConnectionMatch.ServiceAccount;
import dev.waymark.model.authorization.IpBlock;
import dev.waymark.model.authorization.StringMatch;
import java.net.InetAddress;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ConnectionPolicyTests {
  private static final ConnectionMatch ANY = ConnectionMatch.ANY;

  private static ConnectionPolicy translated(String namespace, String annotations, String spec) {
    AuthorizationPolicy policy =
        Cluster.with(
                """
                kind: AuthorizationPolicy
                apiVersion: security.istio.io/v1
                metadata: {name: p, namespace: %s, annotations: {%s}}
                spec: {%s}
                """
                    .formatted(namespace, annotations, spec))
            .view()
            .policies()
            .authorization()
            .values()
            .iterator()
            .next();
    return ConnectionPolicy.of(policy, "root");
  }

  private static List<List<List<ConnectionMatch>>> rules(String action, String rules) {
    return translated("web", "", "action: " + action + ", rules: [" + rules + "]")
        .enforced()
        .orElseThrow()
        .rules();
  }

  private static StringMatch exact(String text) {
    return new StringMatch.Exact(text);
  }

  private static IpBlock block(String address, int length) {
    return new IpBlock(InetAddress.ofLiteral(address), length);
  }

  static Stream<Arguments> fields() {
    return Stream.of(
        Arguments.of(
            "from: [{source: {principals: ['a', 'b*', '*c', '*'], notPrincipals: ['*d*']}}]",
            ANY.withPrincipals(
                List.of(
                    exact("a"),
                    new StringMatch.Prefix("b"),
                    new StringMatch.Suffix("c"),
                    new StringMatch.Presence()),
                List.of(new StringMatch.Suffix("d*")))),
        Arguments.of(
            "from: [{source: {namespaces: [a], notNamespaces: [b]}}]",
            ANY.withNamespaces(List.of(exact("a")), List.of(exact("b")))),
        Arguments.of(
            "from: [{source: {serviceAccounts: [a, b/c], notServiceAccounts: [d]}}]",
            ANY.withServiceAccounts(
                List.of(new ServiceAccount("web", "a"), new ServiceAccount("b", "c")),
                List.of(new ServiceAccount("web", "d")))),
        Arguments.of(
            "from: [{source: {ipBlocks: [10.0.0.0/8, '2001:db8::1'], notIpBlocks: [10.0.0.1]}}]",
            ANY.withSourceIps(
                List.of(block("10.0.0.0", 8), block("2001:db8::1", 128)),
                List.of(block("10.0.0.1", 32)))),
        Arguments.of(
            "to: [{operation: {ports: ['80', '443'], notPorts: ['81']}}]",
            ANY.withDestinationPorts(List.of(80, 443), List.of(81))),
        Arguments.of(
            "when: [{key: source.ip, values: [10.0.0.0/8], notValues: [10.0.0.1]}]",
            ANY.withSourceIps(List.of(block("10.0.0.0", 8)), List.of(block("10.0.0.1", 32)))),
        Arguments.of(
            "when: [{key: source.namespace, values: [a]}]",
            ANY.withNamespaces(List.of(exact("a")), List.of())),
        Arguments.of(
            "when: [{key: source.principal, notValues: ['*']}]",
            ANY.withPrincipals(List.of(), List.of(new StringMatch.Presence()))),
        Arguments.of(
            "when: [{key: destination.ip, values: [10.0.0.1]}]",
            ANY.withDestinationIps(List.of(block("10.0.0.1", 32)), List.of())),
        Arguments.of(
            "when: [{key: destination.port, notValues: ['80']}]",
            ANY.withDestinationPorts(List.of(), List.of(80))),
        Arguments.of("from: [{source: {}}]", ANY),
        Arguments.of("from: [{}]", ANY));
  }

  @ParameterizedTest
  @MethodSource("fields")
  void eachFieldIsOneMatchOfOneClause(String rule, ConnectionMatch match) {
    assertThat(rules("ALLOW", "{" + rule + "}")).isEqualTo(List.of(List.of(List.of(match))));
  }

  @Test
  void alternativesStayInOneClauseAndConditionsAreClausesOfTheirOwn() {
    ConnectionMatch port = ANY.withDestinationPorts(List.of(80), List.of());
    assertThat(
            rules(
                "DENY",
                "{to: [{operation: {ports: ['80']}}], from: [{source: {namespaces: [a]}}, {source:"
                    + " {namespaces: [b]}}], when: [{key: destination.port, values: ['80']}, {key:"
                    + " destination.port, values: ['80']}]}, {}"))
        .isEqualTo(
            List.of(
                List.of(
                    List.of(port),
                    List.of(
                        ANY.withNamespaces(List.of(exact("a")), List.of()),
                        ANY.withNamespaces(List.of(exact("b")), List.of())),
                    List.of(port),
                    List.of(port)),
                List.of()));
  }

  static Stream<Arguments> requestFields() {
    return Stream.of(
        Arguments.of("to: [{operation: {hosts: [a]}}]", "hosts"),
        Arguments.of("to: [{operation: {notHosts: [a]}}]", "notHosts"),
        Arguments.of("to: [{operation: {methods: [GET]}}]", "methods"),
        Arguments.of("to: [{operation: {notMethods: [GET]}}]", "notMethods"),
        Arguments.of("to: [{operation: {paths: [/a]}}]", "paths"),
        Arguments.of("to: [{operation: {notPaths: [/a]}}]", "notPaths"),
        Arguments.of("from: [{source: {remoteIpBlocks: [10.0.0.1]}}]", "remoteIpBlocks"),
        Arguments.of("from: [{source: {notRemoteIpBlocks: [10.0.0.1]}}]", "notRemoteIpBlocks"),
        Arguments.of("from: [{source: {requestPrincipals: [a]}}]", "requestPrincipals"),
        Arguments.of("from: [{source: {notRequestPrincipals: [a]}}]", "notRequestPrincipals"),
        Arguments.of("from: [{source: {trustDomains: [a]}}]", "trustDomains"),
        Arguments.of("when: [{key: remote.ip, values: [10.0.0.1]}]", "remote.ip"),
        Arguments.of("when: [{key: 'request.headers[x]', values: [a]}]", "request.headers[x]"),
        Arguments.of("when: [{key: connection.sni, values: [a]}]", "connection.sni"));
  }

  @ParameterizedTest
  @MethodSource("requestFields")
  void anAllowingRuleThatSpeaksOfRequestsIsLeftOut(String rule, String found) {
    ConnectionPolicy policy =
        translated("web", "", "rules: [{" + rule + "}, {from: [{source: {namespaces: [a]}}]}]");
    assertThat(policy.unsupported()).containsExactly(found);
    assertThat(policy.enforced().orElseThrow().rules())
        .containsExactly(List.of(List.of(ANY.withNamespaces(List.of(exact("a")), List.of()))));
  }

  @ParameterizedTest
  @MethodSource("requestFields")
  void aDenyingRuleThatSpeaksOfRequestsAloneHasNoEffect(String rule, String found) {
    ConnectionPolicy policy = translated("web", "", "action: DENY, rules: [{" + rule + "}]");
    assertThat(policy.unsupported()).containsExactly(found);
    assertThat(policy.enforced().orElseThrow().rules()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "from: [{source: {namespaces: [a]}}], to: [{operation: {methods: [GET]}}]",
        "from: [{source: {namespaces: [a], requestPrincipals: ['*']}}]",
        "from: [{source: {namespaces: [a]}}, {source: {requestPrincipals: ['*']}}]",
        "from: [{source: {namespaces: [a]}}], when: [{key: remote.ip, values: [10.0.0.1]}]",
      })
  void ofADenyingRuleWhatItSaysOfConnectionsRemains(String rule) {
    assertThat(rules("DENY", "{" + rule + "}"))
        .containsExactly(List.of(List.of(ANY.withNamespaces(List.of(exact("a")), List.of()))));
  }

  @ParameterizedTest
  @CsvSource({
    "'to: [{operation: {ports: [http]}}]', http",
    "'to: [{operation: {ports: [\"65536\"]}}]', 65536",
    "'from: [{source: {ipBlocks: [10.0.0.0/33]}}]', 10.0.0.0/33",
    "'from: [{source: {ipBlocks: [example.com]}}]', example.com",
    "'when: [{key: source.ip, notValues: [10.0.0.]}]', 10.0.0.",
  })
  void anAllowingRuleWithAValueThatCantBeReadIsLeftOut(String rule, String value) {
    ConnectionPolicy policy = translated("web", "", "rules: [{" + rule + "}]");
    assertThat(policy.unreadable()).containsExactly(value);
    assertThat(policy.enforced().orElseThrow().rules()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "root, '', GLOBAL",
    "web, '', NAMESPACE",
    "web, 'selector: {}', WORKLOAD_SELECTOR",
    "root, 'selector: {matchLabels: {a: b}}', WORKLOAD_SELECTOR",
  })
  void theScopeFollowsNamespaceAndSelector(
      String namespace, String spec, Authorization.Scope scope) {
    assertThat(translated(namespace, "", spec).enforced().orElseThrow().scope()).isEqualTo(scope);
  }

  @ParameterizedTest
  @CsvSource({"AUDIT", "CUSTOM"})
  void whatOnlyWaypointsDoIsNotEnforced(String action) {
    assertThat(translated("web", "", "action: " + action).enforced()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"'\"true\"', true", "'\"1\"', true", "'\"false\"', false", "'\"yes\"', false"})
  void aDryRunIsAskedForByAnnotation(String value, boolean dryRun) {
    assertThat(
            translated("web", "istio.io/dry-run: " + value, "").enforced().orElseThrow().dryRun())
        .isEqualTo(dryRun);
  }
}
