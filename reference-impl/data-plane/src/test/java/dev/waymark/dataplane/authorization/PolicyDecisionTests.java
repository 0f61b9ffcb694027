package dev.waymark.dataplane.authorization;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waymark.dataplane.routing.Requests;
import dev.waymark.model.authorization.ConnectionMatch.ServiceAccount;
import dev.waymark.model.authorization.IpBlock;
import dev.waymark.model.authorization.PathPattern;
import dev.waymark.model.authorization.RequestPolicy;
import dev.waymark.model.authorization.RequestPolicy.Action;
import dev.waymark.model.authorization.RequestRule;
import dev.waymark.model.authorization.RequestTest;
import dev.waymark.model.authorization.RequestTest.Address.End;
import dev.waymark.model.authorization.StringMatch;
import dev.waymark.model.authorization.TextAttribute;
import dev.waymark.model.authorization.TextAttribute.Header;
import dev.waymark.model.authorization.TextAttribute.Plain;
import dev.waymark.model.identity.SpiffeId;
import dev.waymark.model.identity.TrustDomain;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class PolicyDecisionTests {
  private static final InetSocketAddress SERVICE = new InetSocketAddress("10.0.0.1", 80);
  private static final RequestFacts IDENTIFIED =
      facts(new SpiffeId(TrustDomain.CLUSTER_LOCAL, "shop", "web"));
  private static final RequestFacts ANONYMOUS = facts(null);

  private static final RequestRule HOLDS = rule(path("/a/*"));
  private static final RequestRule FAILS = rule(path("/b/*"));

  private static RequestFacts facts(SpiffeId identity) {
    return new RequestFacts(
        new Peer(identity, InetAddress.ofLiteral("10.1.2.3"), SERVICE),
        Requests.of(
            "GET",
            "Echo.Example:8080",
            "/a/b?x=/c",
            Map.of("X-Forwarded-For", "192.0.2.1, 192.0.2.9", "X-Team", "blue")));
  }

  private static List<StringMatch> texts(String... notations) {
    return Stream.of(notations).map(StringMatch::parse).toList();
  }

  private static RequestTest is(TextAttribute attribute, String... notations) {
    return new RequestTest.Text(attribute, texts(notations), List.of());
  }

  private static RequestTest isNot(TextAttribute attribute, String... notations) {
    return new RequestTest.Text(attribute, List.of(), texts(notations));
  }

  private static RequestTest path(String notation) {
    return new RequestTest.Path(List.of(PathPattern.parse(notation).orElseThrow()), List.of());
  }

  private static RequestTest notPath(String notation) {
    return new RequestTest.Path(List.of(), List.of(PathPattern.parse(notation).orElseThrow()));
  }

  private static RequestTest address(End end, String block, int length) {
    return new RequestTest.Address(
        end, List.of(new IpBlock(InetAddress.ofLiteral(block), length)), List.of());
  }

  private static RequestRule rule(RequestTest... tests) {
    return new RequestRule(List.of(List.of(List.of(tests))));
  }

  static Stream<Arguments> tests() {
    return Stream.of(
        // test, with an identity, without one
        Arguments.of(is(Plain.PRINCIPAL, "cluster.local/ns/shop/sa/web"), true, false),
        Arguments.of(is(Plain.PRINCIPAL, "*"), true, false),
        Arguments.of(isNot(Plain.PRINCIPAL, "*"), false, true),
        Arguments.of(is(Plain.NAMESPACE, "bank", "sh*"), true, false),
        Arguments.of(isNot(Plain.NAMESPACE, "shop"), false, true),
        Arguments.of(is(Plain.TRUST_DOMAIN, "*.local"), true, false),
        Arguments.of(
            new RequestTest.Account(List.of(new ServiceAccount("shop", "web")), List.of()),
            true,
            false),
        Arguments.of(
            new RequestTest.Account(List.of(), List.of(new ServiceAccount("shop", "web"))),
            false,
            true),
        Arguments.of(address(End.SOURCE, "10.1.0.0", 16), true, true),
        Arguments.of(address(End.SOURCE, "192.0.2.0", 24), false, false),
        Arguments.of(address(End.ORIGIN, "192.0.2.9", 32), true, true),
        Arguments.of(address(End.ORIGIN, "192.0.2.1", 32), false, false),
        Arguments.of(address(End.DESTINATION, "10.0.0.1", 32), true, true),
        Arguments.of(new RequestTest.Port(List.of(80), List.of()), true, true),
        Arguments.of(new RequestTest.Port(List.of(), List.of(80)), false, false),
        Arguments.of(is(Plain.HOST, "echo.example:8080"), true, true),
        Arguments.of(is(Plain.HOST, "echo.example"), false, false),
        Arguments.of(is(Plain.HOST, "echo.example*"), true, true),
        Arguments.of(is(Plain.METHOD, "GET"), true, true),
        Arguments.of(is(Plain.METHOD, "get"), false, false),
        Arguments.of(isNot(Plain.METHOD, "POST"), true, true),
        Arguments.of(path("/a/b"), true, true),
        Arguments.of(path("/a"), false, false),
        Arguments.of(path("*/b"), true, true),
        Arguments.of(path("/a/{*}"), true, true),
        Arguments.of(path("/{*}"), false, false),
        Arguments.of(path("/{**}"), true, true),
        Arguments.of(notPath("/a/*"), false, false),
        Arguments.of(is(new Header("X-Team"), "blue"), true, true),
        Arguments.of(is(new Header("x-team"), "red", "b*"), true, true),
        Arguments.of(is(new Header("x-absent"), "*"), false, false),
        Arguments.of(isNot(new Header("x-absent"), "*"), true, true),
        Arguments.of(is(Plain.REQUEST_PRINCIPAL, "*"), false, false),
        Arguments.of(isNot(Plain.REQUEST_PRINCIPAL, "*"), true, true),
        Arguments.of(is(new TextAttribute.Claim(List.of("role")), "admin"), false, false));
  }

  @ParameterizedTest
  @MethodSource("tests")
  void eachAttributeIsCompared(RequestTest test, boolean withIdentity, boolean withoutIdentity) {
    assertThat(PolicyDecision.matches(List.of(rule(test)), IDENTIFIED)).isEqualTo(withIdentity);
    assertThat(PolicyDecision.matches(List.of(rule(test)), ANONYMOUS)).isEqualTo(withoutIdentity);
  }

  @Test
  void clausesAddUpAndAlternativesAndRulesDoNot() {
    RequestTest holds = is(Plain.METHOD, "GET");
    RequestTest fails = is(Plain.METHOD, "PUT");
    assertThat(matches(List.of())).isFalse();
    assertThat(matches(List.of(new RequestRule(List.of())))).isTrue();
    assertThat(matches(List.of(rule(holds, fails)))).isFalse();
    assertThat(matches(List.of(rule(fails), rule(holds)))).isTrue();
    assertThat(matches(List.of(clauses(List.of(List.of(fails), List.of(holds)))))).isTrue();
    assertThat(matches(List.of(clauses(List.of(List.of(holds)), List.of(List.of(fails))))))
        .isFalse();
  }

  @SafeVarargs
  private static RequestRule clauses(List<List<RequestTest>>... clauses) {
    var all = new ArrayList<List<List<RequestTest>>>();
    for (List<List<RequestTest>> clause : clauses) {
      all.add(clause);
    }
    return new RequestRule(all);
  }

  private static boolean matches(List<RequestRule> rules) {
    return PolicyDecision.matches(rules, IDENTIFIED);
  }

  private static RequestPolicy policy(Action action, boolean dryRun, RequestRule... rules) {
    return new RequestPolicy("shop", "p", action, List.of(rules), dryRun);
  }

  private static Optional<String> objection(RequestPolicy... policies) {
    return PolicyDecision.objection(List.of(policies), IDENTIFIED);
  }

  @Test
  void denialsWinAndWhatIsAllowedExcludesTheRest() {
    assertThat(objection()).isEmpty();
    assertThat(objection(policy(Action.ALLOW, false, HOLDS))).isEmpty();
    assertThat(objection(policy(Action.ALLOW, false, FAILS))).isPresent();
    assertThat(objection(policy(Action.ALLOW, false))).isPresent();
    assertThat(objection(policy(Action.ALLOW, false), policy(Action.ALLOW, false, HOLDS)))
        .isEmpty();
    assertThat(objection(policy(Action.DENY, false, FAILS))).isEmpty();
    assertThat(objection(policy(Action.ALLOW, false, HOLDS), policy(Action.DENY, false, HOLDS)))
        .contains("explicitly denied by: shop/p");
  }

  @ParameterizedTest
  @CsvSource({
    "ALLOW, true, true,",
    "ALLOW, true, false, would be denied by shop/p",
    "DENY, true, true, would be denied by shop/p",
    "DENY, true, false,",
    "AUDIT, false, true, audited by shop/p",
    "AUDIT, false, false,",
    "DENY, false, true,",
  })
  void dryRunsAndAuditsOnlySpeak(Action action, boolean dryRun, boolean holds, String remark) {
    RequestPolicy policy = policy(action, dryRun, holds ? HOLDS : FAILS);
    assertThat(PolicyDecision.remarks(List.of(policy), IDENTIFIED))
        .isEqualTo(remark == null ? List.of() : List.of(remark));
    if (dryRun || action == Action.AUDIT) {
      assertThat(objection(policy)).isEmpty();
    }
  }

  /** Where nobody reads requests, nothing passes that a rule on requests might keep out. */
  @ParameterizedTest
  @CsvSource({"ALLOW", "DENY"})
  void ofAConnectionNothingIsKnownButWhereItComesFrom(Action action) {
    RequestFacts connection = new RequestFacts(IDENTIFIED.peer(), null);
    RequestRule byIdentity = rule(is(Plain.NAMESPACE, "shop"));
    RequestRule byBoth = rule(is(Plain.NAMESPACE, "shop"), isNot(Plain.METHOD, "PUT"));
    RequestRule byOther = rule(is(Plain.NAMESPACE, "bank"), isNot(Plain.METHOD, "PUT"));

    assertThat(refused(connection, policy(action, false, byIdentity)))
        .isEqualTo(action == Action.DENY);
    assertThat(refused(connection, policy(action, false, byBoth))).isTrue();
    assertThat(refused(connection, policy(action, false, byOther)))
        .isEqualTo(action == Action.ALLOW);
  }

  private static boolean refused(RequestFacts facts, RequestPolicy policy) {
    return PolicyDecision.objection(List.of(policy.ofConnections()), facts).isPresent();
  }

  @ParameterizedTest
  @CsvSource({
    "/a/b, /a/b",
    "/, /",
    "/a/./b, /a/b",
    "/a/../b, /b",
    "/../b, /b",
    "/a/b/.., /a/",
    "/a/b/., /a/b/",
    "/a/%2e%2E/b, /b",
    "/%61dmin, /admin",
    "/a%2Fb, /a%2Fb",
    "/a/.well-known, /a/.well-known",
    "/a//b, /a//b",
    "/a%2, /a%2",
    "*, *",
  })
  void aPathHasOneForm(String path, String normal) {
    assertThat(NormalPath.of(path)).isEqualTo(normal);
  }
}
