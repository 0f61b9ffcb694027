package dev.waymark.controlplane.translate;

import static dev.waymark.controlplane.translate.Translations.config;
import static dev.waymark.controlplane.translate.Translations.gateway;
import static dev.waymark.controlplane.translate.Translations.listener;
import static dev.waymark.controlplane.translate.Translations.parentWords;
import static dev.waymark.controlplane.translate.Translations.route;
import static dev.waymark.controlplane.translate.Translations.translate;
import static org.assertj.core.api.Assertions.assertThat;

import dev.waymark.controlplane.Cluster;
import dev.waymark.model.BackendId;
import dev.waymark.model.HttpMatch;
import dev.waymark.model.HttpRule;
import dev.waymark.model.PathMatch;
import dev.waymark.model.PathRewrite;
import dev.waymark.model.RuleAction;
import dev.waymark.model.WeightedBackend;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RouteTranslatorTests {
  private static final String GATEWAY =
      """
      kind: Gateway
      apiVersion: gateway.networking.k8s.io/v1
      metadata: {name: gw, namespace: infra}
      spec: {gatewayClassName: waymark, listeners: [{name: http, port: 80, protocol: HTTP}]}
      """;

  private static String routeOf(String rules) {
    return """
    kind: HTTPRoute
    apiVersion: gateway.networking.k8s.io/v1
    metadata: {name: r, namespace: infra, generation: 2}
    spec: {parentRefs: [{name: gw}], rules: %s}
    """
        .formatted(rules);
  }

  private static Translation of(String rules, String... more) {
    return translate(Cluster.with(more).apply(GATEWAY).apply(routeOf(rules)));
  }

  private static List<HttpRule> rules(Translation translation) {
    return config(translation, "gw")
        .ports()
        .getFirst()
        .listeners()
        .getFirst()
        .routes()
        .getFirst()
        .route()
        .rules();
  }

  private static RuleAction action(String rules, String... more) {
    return rules(of(rules, more)).getFirst().action();
  }

  @Test
  void forwardsToAService() {
    var translation = of("[{backendRefs: [{name: v1, port: 8080}]}]");
    assertThat(parentWords(route(translation, "r")))
        .containsExactly("Accepted=True/Accepted", "ResolvedRefs=True/ResolvedRefs");
    assertThat(route(translation, "r").parents().getFirst().conditions())
        .allMatch(condition -> condition.observedGeneration() == 2);
    assertThat(listener(gateway(translation, "gw"), "http").attachedRoutes()).isOne();
    var rule = rules(translation).getFirst();
    assertThat(rule.matches()).containsExactly(HttpMatch.of(PathMatch.EVERY));
    assertThat(rule.action())
        .isEqualTo(
            RuleAction.Forward.to(
                List.of(
                    new WeightedBackend(
                        1, WeightedBackend.Service.of(new BackendId("infra", "v1", 8080))))));
    assertThat(translation.endpoints()).containsKey(new BackendId("infra", "v1", 8080));
  }

  @ParameterizedTest
  @CsvSource({
    "'{name: x, port: 8080, group: unknown.example, kind: NonExistent}', InvalidKind",
    "'{name: none, port: 8080}', BackendNotFound",
    "'{name: v1, port: 1}', BackendNotFound",
    "'{name: v1, port: 8443}', UnsupportedProtocol",
    "'{name: backend, namespace: web, port: 8080}', RefNotPermitted",
    "'{name: none, namespace: web, port: 8080}', RefNotPermitted",
  })
  void reportsReferencesThatDoNotResolve(String ref, String reason) {
    var translation = of("[{backendRefs: [%s]}]".formatted(ref));
    assertThat(parentWords(route(translation, "r")))
        .containsExactly("Accepted=True/Accepted", "ResolvedRefs=False/" + reason);
    var forward = (RuleAction.Forward) rules(translation).getFirst().action();
    assertThat(forward.backends().getFirst().target())
        .isInstanceOfSatisfying(
            WeightedBackend.Invalid.class, it -> assertThat(it.reason()).isEqualTo(reason));
  }

  @Test
  void followsAGrantUntilItIsDeleted() {
    String grant =
        """
        kind: ReferenceGrant
        apiVersion: gateway.networking.k8s.io/v1
        metadata: {name: grant, namespace: web}
        spec:
          from: [{group: gateway.networking.k8s.io, kind: HTTPRoute, namespace: infra}]
          to: [{group: "", kind: Service, name: backend}]
        """;
    var cluster =
        Cluster.with(
            GATEWAY,
            grant,
            routeOf("[{backendRefs: [{name: backend, namespace: web, port: 8080}]}]"));
    var translator = new Translator(Translations.BUNDLE_VERSION);
    assertThat(parentWords(route(translator.translate(cluster.view(), DataPlaneState.NONE), "r")))
        .contains("ResolvedRefs=True/ResolvedRefs");
    cluster.delete(grant);
    assertThat(parentWords(route(translator.translate(cluster.view(), DataPlaneState.NONE), "r")))
        .contains("ResolvedRefs=False/RefNotPermitted");
  }

  @ParameterizedTest
  @CsvSource({
    "[{}]",
    "[{backendRefs: []}]",
    "'[{backendRefs: [{name: v1, port: 8080, weight: 0}]}]'",
  })
  void failsRulesWithNowhereToGo(String rules) {
    var translation = of(rules);
    assertThat(parentWords(route(translation, "r"))).contains("ResolvedRefs=True/ResolvedRefs");
    assertThat(rules(translation).getFirst().action())
        .isInstanceOfSatisfying(
            RuleAction.Fail.class, fail -> assertThat(fail.status()).isEqualTo(500));
  }

  @Test
  void redirects() {
    var redirect =
        (RuleAction.Redirect)
            action(
                """
                [{matches: [{path: {type: PathPrefix, value: /a/}}],
                  filters: [{type: RequestRedirect, requestRedirect:
                    {hostname: b.example, path: {type: ReplacePrefixMatch, replacePrefixMatch: /b}}}]}]
                """);
    assertThat(redirect.hostname()).contains("b.example");
    assertThat(redirect.status()).isEqualTo(302);
    assertThat(redirect.path()).isEqualTo(new PathRewrite.Prefix("/a", "/b"));
  }

  @Test
  void readsTimeouts() {
    var forward =
        (RuleAction.Forward)
            action(
                """
                [{timeouts: {request: 1m30s, backendRequest: 500ms},
                  backendRefs: [{name: v1, port: 8080}]}]
                """);
    assertThat(forward.timeouts().request()).contains(Duration.ofSeconds(90));
    assertThat(forward.timeouts().backend()).contains(Duration.ofMillis(500));
  }

  @Test
  void neverPassesOverAFilterItDoesNotKnow() {
    var translation =
        of(
            """
            [{matches: [{path: {type: PathPrefix, value: /mirror}}],
              filters: [{type: RequestMirror, requestMirror: {backendRef: {name: v1, port: 8080}}}],
              backendRefs: [{name: v1, port: 8080}]},
             {backendRefs: [{name: v1, port: 8080}]}]
            """);
    assertThat(parentWords(route(translation, "r")))
        .containsExactly(
            "Accepted=True/Accepted",
            "ResolvedRefs=True/ResolvedRefs",
            "PartiallyInvalid=True/UnsupportedValue");
    assertThat(rules(translation).getFirst().action()).isInstanceOf(RuleAction.Fail.class);
    assertThat(rules(translation).getLast().action()).isInstanceOf(RuleAction.Forward.class);
  }

  @Test
  void refusesARouteWithNothingItCanDo() {
    var translation =
        of(
            """
            [{matches: [{path: {type: RegularExpression, value: "("}}],
              backendRefs: [{name: v1, port: 8080}]}]
            """);
    assertThat(parentWords(route(translation, "r")))
        .containsExactly("Accepted=False/UnsupportedValue", "ResolvedRefs=True/ResolvedRefs");
    assertThat(listener(gateway(translation, "gw"), "http").attachedRoutes()).isZero();
  }

  @Test
  void readsOnlyTheFirstOfHeadersThatDifferByCase() {
    var match =
        rules(
                of(
                    """
                    [{matches: [{headers: [{name: Version, value: one}, {name: version, value: two}]}],
                      backendRefs: [{name: v1, port: 8080}]}]
                    """))
            .getFirst()
            .matches()
            .getFirst();
    assertThat(match.headers()).hasSize(1);
    assertThat(match.headers().getFirst().value())
        .isEqualTo(new dev.waymark.model.ValueMatch.Exact("one"));
    assertThat(match.method()).isEqualTo(Optional.empty());
  }
}
