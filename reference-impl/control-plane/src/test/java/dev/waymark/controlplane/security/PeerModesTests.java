package dev.waymark.controlplane.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waymark.controlplane.Cluster;
import dev.waymark.model.authorization.Authorization;
import dev.waymark.model.authorization.Authorization.Action;
import dev.waymark.model.authorization.Authorization.Scope;
import dev.waymark.model.authorization.ConnectionMatch;
import dev.waymark.model.authorization.StringMatch;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PeerModesTests {
  private static final String STRICT = "root/istio_converted_static_strict";
  private static final String EXCEPTIONS = "web/converted_peer_authentication_own";

  private static String document(String namespace, String name, String spec) {
    return """
    kind: PeerAuthentication
    apiVersion: security.istio.io/v1
    metadata: {name: %s, namespace: %s}
    spec: {%s}
    """
        .formatted(name, namespace, spec);
  }

  /** A policy for the mesh, one for the namespace and one for the Pods, each said to be or not. */
  private static PeerModes modes(String mesh, String namespace, String own) {
    var cluster = Cluster.with();
    if (mesh != null) {
      cluster.apply(document("root", "mesh", "mtls: {mode: " + mesh + "}"));
    }
    if (namespace != null) {
      cluster.apply(document("web", "namespace", "mtls: {mode: " + namespace + "}"));
    }
    if (own != null) {
      cluster.apply(document("web", "own", "selector: {matchLabels: {app: a}}, " + own));
    }
    return new PeerModes(cluster.view().policies().peer().values(), "root");
  }

  @ParameterizedTest(name = "mesh {0}, namespace {1}, own {2}: {3}")
  @CsvSource({
    ",,,",
    "STRICT,,," + STRICT,
    "PERMISSIVE,,,",
    "DISABLE,,,",
    "STRICT, UNSET,," + STRICT,
    "STRICT, PERMISSIVE,,",
    "STRICT, DISABLE,,",
    "PERMISSIVE, STRICT,," + STRICT,
    "STRICT,, mtls: {mode: PERMISSIVE},",
    "STRICT,, mtls: {mode: UNSET}," + STRICT,
    "PERMISSIVE, PERMISSIVE, mtls: {mode: STRICT}," + STRICT,
    ",, 'mtls: {mode: STRICT}, portLevelMtls: {\"80\": {mode: STRICT}}'," + STRICT,
    ",, 'mtls: {mode: STRICT}, portLevelMtls: {\"80\": {mode: UNSET}}'," + STRICT,
    ",, 'mtls: {mode: STRICT}, portLevelMtls: {\"80\": {mode: DISABLE}}'," + EXCEPTIONS,
    ",, 'mtls: {mode: PERMISSIVE}, portLevelMtls: {\"80\": {mode: PERMISSIVE}}',",
    ",, 'mtls: {mode: PERMISSIVE}, portLevelMtls: {\"80\": {mode: STRICT}}'," + EXCEPTIONS,
    "STRICT,, 'portLevelMtls: {\"80\": {mode: PERMISSIVE}}'," + EXCEPTIONS,
    "STRICT, PERMISSIVE, 'portLevelMtls: {\"80\": {mode: PERMISSIVE}}',",
    "PERMISSIVE, STRICT, 'portLevelMtls: {\"80\": {mode: STRICT}}'," + STRICT,
  })
  void theMostSpecificModeThatIsSetHolds(String mesh, String namespace, String own, String key) {
    PeerModes modes = modes(mesh, namespace, own);
    if (key == null) {
      assertThat(modes.of("web", Map.of("app", "a"))).isEmpty();
    } else {
      assertThat(modes.of("web", Map.of("app", "a"))).contains(key);
      assertThat(modes.policies()).extracting(Authorization::key).contains(key);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "STRICT, PERMISSIVE, '', 80",
    "PERMISSIVE, STRICT, 80, ''",
  })
  void portsThatDifferAreExceptionsInOnePolicy(
      String mode, String portMode, String only, String allBut) {
    PeerModes modes =
        modes(
            null,
            null,
            "mtls: {mode: %s}, portLevelMtls: {'80': {mode: %s}, '81': {mode: %s}}"
                .formatted(mode, portMode, mode));
    ConnectionMatch denied =
        ConnectionMatch.ANY
            .withPrincipals(List.of(), List.of(new StringMatch.Presence()))
            .withDestinationPorts(ports(only), ports(allBut));
    assertThat(modes.policies().getLast())
        .isEqualTo(
            new Authorization(
                "web",
                "converted_peer_authentication_own",
                Scope.WORKLOAD_SELECTOR,
                Action.DENY,
                List.of(List.of(List.of(denied))),
                false));
  }

  private static List<Integer> ports(String text) {
    return text.isEmpty() ? List.of() : List.of(Integer.valueOf(text));
  }

  @Test
  void aSelectorIsForItsNamespaceAndItsLabels() {
    PeerModes modes = modes(null, null, "mtls: {mode: STRICT}");
    assertThat(modes.of("web", Map.of("app", "a", "x", "y"))).contains(STRICT);
    assertThat(modes.of("web", Map.of("app", "b"))).isEmpty();
    assertThat(modes.of("other", Map.of("app", "a"))).isEmpty();
  }

  @Test
  void ofSeveralTheOldestHolds() {
    var cluster =
        Cluster.with(
            document("web", "later", "mtls: {mode: PERMISSIVE}"),
            document("web", "first", "mtls: {mode: STRICT}")
                .replace("name: first", "name: first, creationTimestamp: '2025-01-01T00:00:00Z'"));
    var modes = new PeerModes(cluster.view().policies().peer().values(), "root");
    assertThat(modes.of("web", Map.of())).contains(STRICT);
  }

  @Test
  void withoutAnyThereIsNothingToEnforce() {
    assertThat(modes(null, null, null).policies()).isEmpty();
  }
}
