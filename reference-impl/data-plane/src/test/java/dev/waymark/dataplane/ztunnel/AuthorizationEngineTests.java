package dev.waymark.dataplane.ztunnel;

import static dev.waymark.dataplane.ztunnel.TestMesh.pod;
import static dev.waymark.dataplane.ztunnel.TestMesh.selectedBy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.waymark.dataplane.ztunnel.AuthorizationEngine.Connection;
import dev.waymark.model.authorization.Authorization;
import dev.waymark.model.authorization.Authorization.Action;
import dev.waymark.model.authorization.Authorization.Scope;
import dev.waymark.model.authorization.ConnectionMatch;
import dev.waymark.model.authorization.ConnectionMatch.ServiceAccount;
import dev.waymark.model.authorization.IpBlock;
import dev.waymark.model.authorization.StringMatch;
import dev.waymark.model.identity.SpiffeId;
import dev.waymark.model.identity.TrustDomain;
import dev.waymark.model.workload.Workload;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What the policies of a workload admit, field by field and in every nesting. */
class AuthorizationEngineTests {
  private static final InetAddress CLIENT = InetAddress.ofLiteral("10.1.2.3");
  private static final InetSocketAddress SERVER =
      new InetSocketAddress(InetAddress.ofLiteral("10.9.0.1"), 8080);
  private static final Connection IDENTIFIED =
      new Connection(CLIENT, new SpiffeId(TrustDomain.CLUSTER_LOCAL, "shop", "web"), SERVER);
  private static final Connection ANONYMOUS = new Connection(CLIENT, null, SERVER);
  private static final Workload WORKLOAD = pod("server", "10.9.0.1");

  private static final ConnectionMatch HOLDS = new Match().ports(8080).build();
  private static final ConnectionMatch FAILS = new Match().ports(9090).build();

  static Stream<Arguments> fields() {
    return Stream.of(
        // what is tested, match, with an identity, without one
        Arguments.of("namespace", new Match().namespaces("shop"), true, false),
        Arguments.of("other namespace", new Match().namespaces("bank"), false, false),
        Arguments.of("any value of a field", new Match().namespaces("bank", "shop"), true, false),
        Arguments.of("not namespace", new Match().notNamespaces("shop"), false, true),
        Arguments.of("not other namespace", new Match().notNamespaces("bank"), true, true),
        Arguments.of(
            "principal", new Match().principals("cluster.local/ns/shop/sa/web"), true, false),
        Arguments.of(
            "principal as URI, which is none",
            new Match().principals("spiffe://cluster.local/ns/shop/sa/web"),
            false,
            false),
        Arguments.of(
            "begin of principal", new Match().principals("cluster.local/ns/shop/*"), true, false),
        Arguments.of("end of principal", new Match().principals("*/sa/web"), true, false),
        Arguments.of("any principal", new Match().principals("*"), true, false),
        Arguments.of("no principal", new Match().notPrincipals("*"), false, true),
        Arguments.of("account", new Match().accounts("shop", "web"), true, false),
        Arguments.of("account elsewhere", new Match().accounts("bank", "web"), false, false),
        Arguments.of("not account", new Match().notAccounts("shop", "web"), false, true),
        Arguments.of("source block", new Match().sources("10.1.0.0", 16), true, true),
        Arguments.of("other source block", new Match().sources("10.2.0.0", 16), false, false),
        Arguments.of("source block of IPv6", new Match().sources("::", 0), false, false),
        Arguments.of("not source block", new Match().notSources("10.1.0.0", 16), false, false),
        Arguments.of("destination", new Match().destinations("10.9.0.1", 32), true, true),
        Arguments.of("other destination", new Match().destinations("10.9.0.2", 32), false, false),
        Arguments.of("not destination", new Match().notDestinations("10.9.0.1", 32), false, false),
        Arguments.of("port", new Match().ports(80, 8080), true, true),
        Arguments.of("other port", new Match().ports(80), false, false),
        Arguments.of("not port", new Match().notPorts(8080), false, false),
        Arguments.of("not other port", new Match().notPorts(80), true, true),
        Arguments.of("fields together", new Match().namespaces("shop").ports(8080), true, false),
        Arguments.of("one field failing", new Match().namespaces("shop").ports(80), false, false),
        Arguments.of(
            "a value and its negation",
            new Match().namespaces("*").notNamespaces("shop"),
            false,
            false));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("fields")
  void eachFieldOfAMatchHasToHold(
      String tested, Match match, boolean withIdentity, boolean withoutIdentity) {
    Authorization policy = allow("one", List.of(List.of(match.build())));

    assertThat(AuthorizationEngine.matches(policy, IDENTIFIED)).isEqualTo(withIdentity);
    assertThat(AuthorizationEngine.matches(policy, ANONYMOUS)).isEqualTo(withoutIdentity);
  }

  static Stream<Arguments> nestings() {
    return Stream.of(
        Arguments.of("no rules", List.of(), false),
        Arguments.of("a rule without clauses", List.of(List.of()), true),
        Arguments.of("a clause without matches", List.of(List.of(List.of())), true),
        Arguments.of(
            "a match that says nothing", List.of(List.of(List.of(ConnectionMatch.ANY))), false),
        Arguments.of(
            "a match that says nothing is no alternative",
            List.of(List.of(List.of(ConnectionMatch.ANY, FAILS))),
            false),
        Arguments.of("matches are alternatives", List.of(List.of(List.of(FAILS, HOLDS))), true),
        Arguments.of("clauses add up", List.of(List.of(List.of(HOLDS), List.of(FAILS))), false),
        Arguments.of(
            "every clause holds", List.of(List.of(List.of(HOLDS), List.of(FAILS, HOLDS))), true),
        Arguments.of(
            "rules are alternatives",
            List.of(List.of(List.of(FAILS)), List.of(List.of(HOLDS))),
            true));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("nestings")
  void rulesAndMatchesAreAlternativesAndClausesAddUp(
      String nesting, List<List<List<ConnectionMatch>>> rules, boolean matches) {
    Authorization policy =
        new Authorization("shop", "one", Scope.NAMESPACE, Action.ALLOW, rules, false);

    assertThat(AuthorizationEngine.matches(policy, IDENTIFIED)).isEqualTo(matches);
  }

  @Test
  void withoutPoliciesEveryConnectionIsAdmitted() {
    assertThat(objection(WORKLOAD)).isEmpty();
  }

  @Test
  void anAllowingPolicyWithoutRulesAdmitsNothing() {
    assertThat(objection(WORKLOAD, allow("none", List.of())))
        .contains("allow policies exist, but none allowed");
  }

  @Test
  void aDenyingPolicyWithoutRulesDeniesNothing() {
    assertThat(objection(WORKLOAD, deny("none", List.of()))).isEmpty();
  }

  @Test
  void denialsWinOverPermissions() {
    assertThat(
            objection(
                WORKLOAD,
                allow("yes", List.of(List.of(HOLDS))),
                deny("no", List.of(List.of(HOLDS)))))
        .contains("explicitly denied by: shop/no");
  }

  @Test
  void aDenialThatDoesNotMatchPermitsNothing() {
    assertThat(
            objection(
                WORKLOAD,
                allow("yes", List.of(List.of(FAILS))),
                deny("no", List.of(List.of(FAILS)))))
        .contains("allow policies exist, but none allowed");
  }

  @Test
  void oneOfSeveralPermissionsIsEnough() {
    assertThat(
            objection(
                WORKLOAD,
                allow("other", List.of(List.of(FAILS))),
                allow("yes", List.of(List.of(HOLDS)))))
        .isEmpty();
  }

  @ParameterizedTest(name = "{0} policy of {1}, named by the workload: {2}")
  @CsvSource({
    "GLOBAL, mesh-root, false, true",
    "NAMESPACE, shop, false, true",
    "NAMESPACE, bank, false, false",
    "NAMESPACE, bank, true, false",
    "WORKLOAD_SELECTOR, shop, false, false",
    "WORKLOAD_SELECTOR, shop, true, true",
  })
  void aPolicyHoldsForItsScope(Scope scope, String namespace, boolean named, boolean denies) {
    Workload workload = named ? selectedBy(WORKLOAD, namespace + "/no") : WORKLOAD;
    Authorization policy =
        new Authorization(
            namespace, "no", scope, Action.DENY, List.of(List.of(List.of(HOLDS))), false);

    assertThat(objection(workload, policy).isPresent()).isEqualTo(denies);
  }

  @Test
  void aPolicyThatIsNamedAndUnknownIsPassedOver() {
    assertThat(objection(selectedBy(WORKLOAD, "shop/unknown"))).isEmpty();
  }

  @Test
  void dryRunPoliciesOnlyTellWhatTheyWouldDeny() {
    Authorization permission = dryRun("permission", Action.ALLOW, FAILS);
    Authorization denial = dryRun("denial", Action.DENY, HOLDS);
    Authorization idle = dryRun("idle", Action.DENY, FAILS);

    assertThat(objection(WORKLOAD, permission, denial, idle)).isEmpty();
    assertThat(
            AuthorizationEngine.dryRunObjections(
                IDENTIFIED, WORKLOAD, mesh(WORKLOAD, permission, denial, idle).view()))
        .containsExactlyInAnyOrder("shop/permission", "shop/denial");
  }

  private static Optional<String> objection(Workload workload, Authorization... policies) {
    return AuthorizationEngine.objection(IDENTIFIED, workload, mesh(workload, policies).view());
  }

  private static TestMesh mesh(Workload workload, Authorization... policies) {
    TestMesh mesh = new TestMesh().put(workload);
    for (Authorization policy : policies) {
      mesh.put(policy);
    }
    return mesh;
  }

  /** Of one rule with these clauses; none at all if there are no clauses. */
  private static Authorization allow(String name, List<List<ConnectionMatch>> clauses) {
    return policy(name, Action.ALLOW, clauses, false);
  }

  private static Authorization deny(String name, List<List<ConnectionMatch>> clauses) {
    return policy(name, Action.DENY, clauses, false);
  }

  private static Authorization dryRun(String name, Action action, ConnectionMatch match) {
    return policy(name, action, List.of(List.of(match)), true);
  }

  private static Authorization policy(
      String name, Action action, List<List<ConnectionMatch>> clauses, boolean dryRun) {
    return new Authorization(
        "shop",
        name,
        Scope.NAMESPACE,
        action,
        clauses.isEmpty() ? List.of() : List.of(clauses),
        dryRun);
  }

  /** A match, one field after the other. */
  private static final class Match {
    private ConnectionMatch match = ConnectionMatch.ANY;

    ConnectionMatch build() {
      return match;
    }

    private static List<StringMatch> texts(String... notations) {
      return Stream.of(notations).map(StringMatch::parse).toList();
    }

    private static List<IpBlock> block(String address, int length) {
      return List.of(new IpBlock(InetAddress.ofLiteral(address), length));
    }

    Match namespaces(String... values) {
      return with(texts(values), null, null, null, null, null, null, null, null, null, null, null);
    }

    Match notNamespaces(String... values) {
      return with(null, texts(values), null, null, null, null, null, null, null, null, null, null);
    }

    Match principals(String... values) {
      return with(null, null, texts(values), null, null, null, null, null, null, null, null, null);
    }

    Match notPrincipals(String... values) {
      return with(null, null, null, texts(values), null, null, null, null, null, null, null, null);
    }

    Match accounts(String namespace, String name) {
      var accounts = List.of(new ServiceAccount(namespace, name));
      return with(null, null, null, null, accounts, null, null, null, null, null, null, null);
    }

    Match notAccounts(String namespace, String name) {
      var accounts = List.of(new ServiceAccount(namespace, name));
      return with(null, null, null, null, null, accounts, null, null, null, null, null, null);
    }

    Match sources(String address, int length) {
      var block = block(address, length);
      return with(null, null, null, null, null, null, block, null, null, null, null, null);
    }

    Match notSources(String address, int length) {
      var block = block(address, length);
      return with(null, null, null, null, null, null, null, block, null, null, null, null);
    }

    Match destinations(String address, int length) {
      var block = block(address, length);
      return with(null, null, null, null, null, null, null, null, block, null, null, null);
    }

    Match notDestinations(String address, int length) {
      var block = block(address, length);
      return with(null, null, null, null, null, null, null, null, null, block, null, null);
    }

    Match ports(Integer... ports) {
      return with(null, null, null, null, null, null, null, null, null, null, List.of(ports), null);
    }

    Match notPorts(Integer... ports) {
      return with(null, null, null, null, null, null, null, null, null, null, null, List.of(ports));
    }

    private Match with(
        List<StringMatch> namespaces,
        List<StringMatch> notNamespaces,
        List<StringMatch> principals,
        List<StringMatch> notPrincipals,
        List<ServiceAccount> accounts,
        List<ServiceAccount> notAccounts,
        List<IpBlock> sources,
        List<IpBlock> notSources,
        List<IpBlock> destinations,
        List<IpBlock> notDestinations,
        List<Integer> ports,
        List<Integer> notPorts) {
      match =
          new ConnectionMatch(
              or(namespaces, match.namespaces()),
              or(notNamespaces, match.notNamespaces()),
              or(principals, match.principals()),
              or(notPrincipals, match.notPrincipals()),
              or(accounts, match.serviceAccounts()),
              or(notAccounts, match.notServiceAccounts()),
              or(sources, match.sourceIps()),
              or(notSources, match.notSourceIps()),
              or(destinations, match.destinationIps()),
              or(notDestinations, match.notDestinationIps()),
              or(ports, match.destinationPorts()),
              or(notPorts, match.notDestinationPorts()));
      return this;
    }

    private static <T> List<T> or(List<T> given, List<T> before) {
      return given == null ? before : given;
    }
  }
}
