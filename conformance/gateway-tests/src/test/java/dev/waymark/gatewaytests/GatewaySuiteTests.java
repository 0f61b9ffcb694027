package dev.waymark.gatewaytests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waymark.kit.Check;
import dev.waymark.kit.ConformanceTest;
import dev.waymark.kit.catalog.Ledger;
import dev.waymark.kit.catalog.Profile;
import dev.waymark.kit.catalog.Profiles;
import dev.waymark.kit.catalog.Requirement;
import dev.waymark.kit.catalog.Suite;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The suite, its ledger and its manifests agree with each other and with the profile. */
class GatewaySuiteTests {
  private static final YAMLMapper YAML = YAMLMapper.builder().build();
  private static final GatewaySuite SUITE = new GatewaySuite();

  /** The core tests of GATEWAY-HTTP at v1.6.1, as the official suite names them. */
  private static final Set<String> CORE =
      Set.of(
          "GatewayListenerUnsupportedProtocol",
          "GatewayInvalidParametersRef",
          "GatewayInvalidRouteKind",
          "GatewayInvalidTLSConfiguration",
          "GatewayModifyListeners",
          "GatewayObservedGenerationBump",
          "GatewaySecretInvalidReferenceGrant",
          "GatewaySecretMissingReferenceGrant",
          "GatewaySecretReferenceGrantAllInNamespace",
          "GatewaySecretReferenceGrantSpecific",
          "GatewayWithAttachedRoutes",
          "GatewayClassObservedGenerationBump",
          "HTTPRouteCrossNamespace",
          "HTTPRouteExactPathMatching",
          "HTTPRouteHeaderMatching",
          "HTTPRouteHostnameIntersection",
          "HTTPRouteHTTPSListener",
          "HTTPRouteInvalidBackendRefUnknownKind",
          "HTTPRouteInvalidCrossNamespaceBackendRef",
          "HTTPRouteInvalidCrossNamespaceParentRef",
          "HTTPRouteInvalidNonExistentBackendRef",
          "HTTPRouteInvalidParentRefNotMatchingSectionName",
          "HTTPRouteInvalidReferenceGrant",
          "HTTPRouteListenerHostnameMatching",
          "HTTPRouteMatchingAcrossRoutes",
          "HTTPRouteMatching",
          "HTTPRouteMultipleGateways",
          "HTTPRouteObservedGenerationBump",
          "HTTPRouteNoBackendRefs",
          "HTTPRoutePartiallyInvalidViaInvalidReferenceGrant",
          "HTTPRoutePathMatchOrder",
          "HTTPRouteRedirectHostAndStatus",
          "HTTPRouteReferenceGrant",
          "HTTPRouteRequestHeaderModifier",
          "HTTPRouteServiceTypes",
          "HTTPRouteSimpleSameNamespace",
          "HTTPRouteWeight");

  @Test
  void theSuiteIsFound() {
    assertThat(ServiceLoader.load(Suite.class)).hasAtLeastOneElementOfType(GatewaySuite.class);
  }

  @Test
  void theTestsAreTheProfilesCoreTests() {
    assertThat(CORE).hasSize(37);
    assertThat(SUITE.tests())
        .extracting(type -> declared(type).name())
        .containsExactlyInAnyOrderElementsOf(CORE);
    assertThat(SUITE.tests())
        .allSatisfy(
            type ->
                assertThat(Profiles.GATEWAY_HTTP.level(List.of(declared(type).features())))
                    .contains(Profile.Level.CORE));
  }

  @Test
  void eachCheckedRequirementHasAChecksAndEachCheckARequirement() throws IOException {
    Set<String> checked =
        SUITE.tests().stream()
            .flatMap(GatewaySuiteTests::checks)
            .map(method -> method.getAnnotation(Check.class).requirement())
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(checked)
        .containsExactlyInAnyOrderElementsOf(
            ledger().all().stream()
                .filter(each -> each.coverage() == Requirement.Coverage.CHECKED)
                .map(Requirement::id)
                .toList());
  }

  @Test
  void noTestChecksARequirementTwice() {
    assertThat(SUITE.tests())
        .allSatisfy(
            type ->
                assertThat(checks(type).map(each -> each.getAnnotation(Check.class).requirement()))
                    .doesNotHaveDuplicates());
  }

  @Test
  void eachCheckedRequirementHasAViolationByWhichItCanBeShownToFail() throws IOException {
    try (InputStream yaml = resource(GatewaySuite.class, SUITE.ledger())) {
      assertThat(YAML.readTree(yaml).values())
          .filteredOn(each -> each.path("coverage").asString("").equals("checked"))
          .allSatisfy(each -> assertThat(each.path("violation").asString("")).isNotBlank());
    }
  }

  @Test
  void requirementsReadAsSentences() throws IOException {
    assertThat(ledger().all())
        .allSatisfy(
            each -> {
              assertThat(each.id()).matches("[a-z][a-z0-9-]*(\\.[a-z0-9-]+)+");
              assertThat(each.text()).matches("[A-Za-z].*\\.");
              assertThat(each.source()).hasHost("gateway-api.sigs.k8s.io");
            });
  }

  @ParameterizedTest
  @MethodSource("manifests")
  void manifestsAreObjectsThatAKubernetesClientWouldTake(Manifest manifest) throws IOException {
    for (JsonNode object : documents(manifest)) {
      String name = object.path("metadata").path("name").asString("");
      assertThat(object.path("apiVersion").asString("")).as(name).isNotBlank();
      assertThat(object.path("kind").asString("")).as(name).isNotBlank();
      assertThat(name).matches("[a-z0-9]([-a-z0-9]*[a-z0-9])?").hasSizeLessThanOrEqualTo(56);
      if (object.path("kind").asString("").equals("Gateway")) {
        assertThat(object.path("spec").path("gatewayClassName").asString(""))
            .as(name)
            .isEqualTo("{GATEWAY_CLASS_NAME}");
      }
    }
  }

  @ParameterizedTest
  @MethodSource("manifests")
  void manifestsNameOnlyPlaceholdersThatAreFilledIn(Manifest manifest) throws IOException {
    for (JsonNode object : documents(manifest)) {
      assertThat(object.toString().replaceAll("\\{(GATEWAY_CLASS_NAME|CONTROLLER_NAME)}", ""))
          .doesNotContainPattern("\\{[A-Z]");
    }
  }

  @Test
  void routesReferToGatewaysThatAreThere() throws IOException {
    Set<String> base = gateways(new Manifest(GatewaySuite.class, "base.yaml"));
    for (Manifest manifest : manifests().toList()) {
      Set<String> known = new TreeSet<>(base);
      known.addAll(gateways(manifest));
      for (JsonNode object : documents(manifest)) {
        for (JsonNode parent : object.path("spec").path("parentRefs")) {
          assertThat(known).as(manifest.toString()).contains(parent.path("name").asString());
        }
      }
    }
  }

  static Stream<Manifest> manifests() {
    return Stream.concat(
        SUITE.baseManifests().stream().map(file -> new Manifest(GatewaySuite.class, file)),
        SUITE.tests().stream()
            .flatMap(
                type ->
                    Arrays.stream(declared(type).manifests())
                        .map(file -> new Manifest(type, file))));
  }

  private record Manifest(Class<?> beside, String file) {
    @Override
    public String toString() {
      return file;
    }
  }

  private static Set<String> gateways(Manifest manifest) throws IOException {
    return documents(manifest).stream()
        .filter(object -> object.path("kind").asString("").equals("Gateway"))
        .map(object -> object.path("metadata").path("name").asString())
        .collect(Collectors.toSet());
  }

  private static List<JsonNode> documents(Manifest manifest) throws IOException {
    try (InputStream yaml = resource(manifest.beside(), manifest.file());
        var documents = YAML.readerFor(JsonNode.class).<JsonNode>readValues(yaml)) {
      List<JsonNode> all = new ArrayList<>();
      documents.forEachRemaining(all::add);
      assertThat(all).as(manifest.file()).isNotEmpty();
      return all;
    }
  }

  private static InputStream resource(Class<?> beside, String name) {
    return Objects.requireNonNull(beside.getResourceAsStream(name), name);
  }

  private static Ledger ledger() throws IOException {
    try (InputStream yaml = resource(GatewaySuite.class, SUITE.ledger())) {
      return Ledger.read(SUITE.ledger(), yaml);
    }
  }

  private static ConformanceTest declared(Class<?> type) {
    return Objects.requireNonNull(type.getAnnotation(ConformanceTest.class), type.getName());
  }

  private static Stream<Method> checks(Class<?> type) {
    return Arrays.stream(type.getDeclaredMethods())
        .filter(method -> method.isAnnotationPresent(Check.class));
  }
}
