package dev.waymark.controlplane.translate;

import static dev.waymark.controlplane.translate.Translations.gateway;
import static dev.waymark.controlplane.translate.Translations.listener;
import static dev.waymark.controlplane.translate.Translations.parentWords;
import static dev.waymark.controlplane.translate.Translations.route;
import static dev.waymark.controlplane.translate.Translations.translate;
import static org.assertj.core.api.Assertions.assertThat;

import dev.waymark.controlplane.Cluster;
import dev.waymark.controlplane.status.ParentRef;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlacerTests {
  private static String gatewayOf(String listeners) {
    return """
    kind: Gateway
    apiVersion: gateway.networking.k8s.io/v1
    metadata: {name: gw, namespace: infra}
    spec: {gatewayClassName: waymark, listeners: %s}
    """
        .formatted(listeners);
  }

  private static String routeOf(String namespace, String parentRef, String hostnames) {
    return """
    kind: HTTPRoute
    apiVersion: gateway.networking.k8s.io/v1
    metadata: {name: r, namespace: %s}
    spec: {parentRefs: [%s], hostnames: %s, rules: [{}]}
    """
        .formatted(namespace, parentRef, hostnames);
  }

  @ParameterizedTest
  @CsvSource({
    "infra, '{name: gw}', True/Accepted, 1",
    "infra, '{name: gw, sectionName: http}', True/Accepted, 1",
    "infra, '{name: gw, sectionName: http1, port: 80}', False/NoMatchingParent, 0",
    "infra, '{name: gw, port: 81}', False/NoMatchingParent, 0",
    "infra, '{name: gw, sectionName: http, port: 81}', False/NoMatchingParent, 0",
    "web, '{name: gw, namespace: infra}', False/NotAllowedByListeners, 0",
  })
  void attachesWhereTheParentRefSays(
      String namespace, String ref, String accepted, int attachedRoutes) {
    var translation =
        translate(
            Cluster.with(
                gatewayOf("[{name: http, port: 80, protocol: HTTP}]"),
                routeOf(namespace, ref, "[]")));
    assertThat(parentWords(route(translation, "r")))
        .containsExactly("Accepted=" + accepted, "ResolvedRefs=True/ResolvedRefs");
    assertThat(listener(gateway(translation, "gw"), "http").attachedRoutes())
        .isEqualTo(attachedRoutes);
  }

  @ParameterizedTest
  @CsvSource({
    "{from: All}, true",
    "{from: Same}, false",
    "'{from: Selector, selector: {matchLabels: {team: blue}}}', true",
    "'{from: Selector, selector: {matchLabels: {team: red}}}', false",
    "'{from: Selector, selector: {matchExpressions: [{key: team, operator: In, values: [blue,"
        + " red]}]}}', true",
    "'{from: Selector, selector: {matchExpressions: [{key: team, operator: NotIn, values:"
        + " [blue]}]}}', false",
    "'{from: Selector, selector: {matchExpressions: [{key: team, operator: Exists}]}}', true",
    "'{from: Selector, selector: {matchExpressions: [{key: team, operator: DoesNotExist}]}}',"
        + " false",
  })
  void takesRoutesFromAllowedNamespaces(String namespaces, boolean accepted) {
    var translation =
        translate(
            Cluster.with(
                gatewayOf(
                    "[{name: http, port: 80, protocol: HTTP, allowedRoutes: {namespaces: %s}}]"
                        .formatted(namespaces)),
                routeOf("web", "{name: gw, namespace: infra}", "[]")));
    assertThat(parentWords(route(translation, "r")))
        .contains(accepted ? "Accepted=True/Accepted" : "Accepted=False/NotAllowedByListeners");
  }

  @ParameterizedTest
  @CsvSource({
    "'', '[a.example]', a.example",
    "a.example, '[]', a.example",
    "'*.example', '[a.example, other.test]', a.example",
    "a.example, '[\"*.example\"]', a.example",
    "'*.example', '[\"*.example\"]', '*.example'",
    "'', '[]', '*'",
    "a.example, '[b.example]', ",
    "'*.example', '[example]', ",
  })
  void servesTheHostsInCommon(String listenerHost, String routeHosts, String expected) {
    var translation =
        translate(
            Cluster.with(
                gatewayOf(
                    "[{name: http, port: 80, protocol: HTTP, hostname: '%s'}]"
                        .formatted(listenerHost)),
                routeOf("infra", "{name: gw}", routeHosts)));
    if (expected == null) {
      assertThat(parentWords(route(translation, "r")))
          .contains("Accepted=False/NoMatchingListenerHostname");
      return;
    }
    var attached =
        Translations.config(translation, "gw")
            .ports()
            .getFirst()
            .listeners()
            .getFirst()
            .routes()
            .getFirst();
    assertThat(attached.hosts()).map(Object::toString).containsExactly(expected);
  }

  @Test
  void countsARouteOnceHoweverOftenItNamesTheListener() {
    var translation =
        translate(
            Cluster.with(
                gatewayOf(
                    "[{name: a, port: 80, protocol: HTTP}, {name: b, port: 81, protocol: HTTP}]"),
                routeOf("infra", "{name: gw, sectionName: a}, {name: gw}", "[]")));
    var status = gateway(translation, "gw");
    assertThat(listener(status, "a").attachedRoutes()).isOne();
    assertThat(listener(status, "b").attachedRoutes()).isOne();
    assertThat(route(translation, "r").parents()).hasSize(2);
    assertThat(route(translation, "r").parents().getFirst().parent())
        .isEqualTo(
            new ParentRef(
                "gateway.networking.k8s.io",
                "Gateway",
                Optional.empty(),
                "gw",
                Optional.of("a"),
                Optional.empty()));
  }

  @Test
  void countsRoutesOnAListenerWithoutItsCertificate() {
    var translation =
        translate(
            Cluster.with(
                gatewayOf(
                    "[{name: tls, port: 443, protocol: HTTPS, tls: {certificateRefs: [{name:"
                        + " no}]}}]"),
                routeOf("infra", "{name: gw, sectionName: tls}", "[]")));
    assertThat(listener(gateway(translation, "gw"), "tls").attachedRoutes()).isOne();
    assertThat(Translations.config(translation, "gw").ports()).isEmpty();
  }

  @Test
  void leavesOthersRoutesAlone() {
    var translation =
        translate(
            Cluster.with(
                routeOf(
                    "infra",
                    "{name: of-another-class}, {name: svc, kind: Service, group: ''}",
                    "[]")));
    assertThat(translation.statuses())
        .noneMatch(dev.waymark.controlplane.status.RouteStatus.class::isInstance);
  }
}
