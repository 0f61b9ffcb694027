package dev.waymark.kit.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waymark.kit.Names;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class ManifestMapperTests {
  private static final Names NAMES =
      new Names(
          "run22",
          "tst33",
          Set.of("infra"),
          Set.of(
              "HTTPRoute/infra/route",
              "Gateway/infra/own",
              "Secret/infra/pair",
              "GatewayClass//klass"));

  private static final ManifestMapper MAPPER =
      new ManifestMapper(NAMES, SampleRun.CLAIMS.withController("example.org/sample"));

  @Test
  void routes() {
    JsonNode route =
        map(
            """
            kind: HTTPRoute
            metadata: {name: route, namespace: infra}
            spec:
              parentRefs: [{name: own}, {name: base}, {name: far, namespace: other}]
              hostnames: [foo.example.com, "*.example.com"]
              rules:
              - matches:
                - path: {type: PathPrefix, value: /one}
                  headers: [{name: version, value: one}]
                - path: {type: RegularExpression, value: /one.*}
                filters:
                - type: RequestHeaderModifier
                  requestHeaderModifier: {set: [{name: X-Set, value: v}], remove: [X-Gone]}
                - type: RequestRedirect
                  requestRedirect: {hostname: example.org, path: {type: ReplaceFullPath, replaceFullPath: /two}}
                backendRefs: [{name: app, port: 80}, {name: app, namespace: other, port: 80}]
            """);

    JsonNode spec = route.path("spec");
    assertThat(route.path("metadata").path("name").asString()).isEqualTo("route-tst33");
    assertThat(route.path("metadata").path("namespace").asString()).isEqualTo("infra-run22");
    assertThat(spec.path("parentRefs").toString())
        .isEqualTo(
            "[{\"name\":\"own-tst33\"},{\"name\":\"base\"},{\"name\":\"far\",\"namespace\":\"other-tst33\"}]");
    assertThat(spec.path("hostnames").toString())
        .isEqualTo("[\"foo.tst33.example.com\",\"*.tst33.example.com\"]");
    JsonNode rule = spec.path("rules").path(0);
    assertThat(rule.path("matches").path(0).path("path").path("value").asString())
        .isEqualTo("/tst33-one");
    assertThat(rule.path("matches").path(0).path("headers").path(0).path("name").asString())
        .isEqualTo("version-tst33");
    assertThat(rule.path("matches").path(1).path("path").path("value").asString())
        .isEqualTo("/one.*");
    assertThat(rule.path("filters").path(0).path("requestHeaderModifier").toString())
        .isEqualTo(
            "{\"set\":[{\"name\":\"X-Set-tst33\",\"value\":\"v\"}],\"remove\":[\"X-Gone-tst33\"]}");
    assertThat(rule.path("filters").path(1).path("requestRedirect").path("hostname").asString())
        .isEqualTo("tst33.example.org");
    assertThat(
            rule.path("filters")
                .path(1)
                .path("requestRedirect")
                .path("path")
                .path("replaceFullPath")
                .asString())
        .isEqualTo("/tst33-two");
    assertThat(rule.path("backendRefs").path(1).path("namespace").asString())
        .isEqualTo("other-tst33");
  }

  @Test
  void gatewaysAndClasses() {
    JsonNode gateway =
        map(
            """
            kind: Gateway
            metadata: {name: own, namespace: infra}
            spec:
              gatewayClassName: "{GATEWAY_CLASS_NAME}"
              listeners:
              - name: https
                hostname: secure.example.org
                tls:
                  certificateRefs: [{name: pair}, {kind: WrongKind, name: pair}, {name: far, namespace: other}]
                allowedRoutes:
                  namespaces:
                    selector: {matchLabels: {kubernetes.io/metadata.name: other, team: blue}}
            """);

    JsonNode listener = gateway.path("spec").path("listeners").path(0);
    assertThat(gateway.path("spec").path("gatewayClassName").asString()).isEqualTo("sample");
    assertThat(listener.path("hostname").asString()).isEqualTo("secure.tst33.example.org");
    assertThat(
            listener
                .path("tls")
                .path("certificateRefs")
                .valueStream()
                .map(ref -> ref.path("name").asString()))
        .containsExactly("pair-tst33", "pair-tst33", "far");
    assertThat(
            listener
                .path("allowedRoutes")
                .path("namespaces")
                .path("selector")
                .path("matchLabels")
                .toString())
        .isEqualTo("{\"kubernetes.io/metadata.name\":\"other-tst33\",\"team\":\"blue\"}");
    JsonNode klass =
        map("{kind: GatewayClass, metadata: {name: klass}, spec: {controllerName: x}}");
    assertThat(klass.path("metadata").path("name").asString()).isEqualTo("klass-tst33");
    assertThat(klass.path("spec").path("controllerName").asString())
        .isEqualTo("example.org/sample");
    assertThat(
            map("{kind: Gateway, metadata: {name: g, namespace: infra}, spec: {gatewayClassName:"
                    + " klass}}")
                .path("spec")
                .path("gatewayClassName")
                .asString())
        .isEqualTo("klass-tst33");
  }

  @Test
  void grantsAndNamespaces() {
    JsonNode grant =
        map(
            """
            kind: ReferenceGrant
            metadata: {name: grant, namespace: infra}
            spec:
              from: [{group: g, kind: Gateway, namespace: other}]
              to: [{group: "", kind: Secret, name: pair}, {group: "", kind: Secret}]
            """);

    assertThat(grant.path("spec").path("from").path(0).path("namespace").asString())
        .isEqualTo("other-tst33");
    assertThat(grant.path("spec").path("to").path(0).path("name").asString())
        .isEqualTo("pair-tst33");
    assertThat(map("{kind: Namespace, metadata: {name: other}}").path("metadata").toString())
        .isEqualTo("{\"name\":\"other-tst33\",\"labels\":{\"waymark.dev/run\":\"run22\"}}");
  }

  private static JsonNode map(String yaml) {
    return MAPPER.manifest(Manifests.parse(yaml));
  }
}
