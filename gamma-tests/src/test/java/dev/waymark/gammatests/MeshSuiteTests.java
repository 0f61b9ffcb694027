package dev.waymark.gammatests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waymark.kit.Check;
import dev.waymark.kit.ConformanceTest;
import dev.waymark.kit.catalog.Catalog;
import dev.waymark.kit.catalog.Profile;
import dev.waymark.kit.catalog.Profiles;
import dev.waymark.kit.catalog.Requirement;
import dev.waymark.kit.catalog.Suite;
import dev.waymark.kit.catalog.TestCase;
import dev.waymark.kit.plan.Claims;
import dev.waymark.kit.plan.Plan;
import dev.waymark.kit.plan.Selection;
import dev.waymark.kubernetes.gatewayapi.GatewayApiCrds;
import dev.waymark.kubernetes.json.Json;
import dev.waymark.kubernetes.json.JsonArray;
import dev.waymark.kubernetes.json.JsonObject;
import dev.waymark.kubernetes.json.JsonString;
import dev.waymark.kubernetes.json.YamlText;
import dev.waymark.kubernetes.schema.StructuralSchema;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The suite, its ledger and its manifests agree with each other and with the profiles. */
class MeshSuiteTests {
  private static final MeshSuite SUITE = new MeshSuite();
  private static final Catalog CATALOG = Catalog.of(List.of(SUITE));

  /** At v1.6.1, as the official suite names them. */
  private static final Set<String> CORE =
      Set.of(
          "MeshBasic",
          "MeshHTTPRouteMatching",
          "MeshHTTPRouteRedirectHostAndStatus",
          "MeshHTTPRouteRequestHeaderModifier",
          "MeshHTTPRouteSimpleSameNamespace",
          "MeshHTTPRouteWeight",
          "MeshTrafficSplit");

  private static final Set<String> EXTENDED =
      Set.of(
          "MeshHTTPRouteNamedRule",
          "MeshHTTPRouteQueryParamMatching",
          "MeshHTTPRouteRedirectPath",
          "MeshHTTPRouteRedirectPort",
          "MeshHTTPRouteSchemeRedirect",
          "MeshHTTPRouteBackendRequestHeaderModifier",
          "MeshHTTPRouteRewritePath");

  private static final Set<String> IN_NO_OFFICIAL_PROFILE =
      Set.of(
          "MeshHTTPRoute303Redirect",
          "MeshHTTPRoute307Redirect",
          "MeshHTTPRoute308Redirect",
          "MeshConsumerRoute",
          "MeshFrontendHostname",
          "MeshFrontend",
          "MeshPorts");

  @Test
  void theSuiteIsFound() {
    assertThat(ServiceLoader.load(Suite.class)).hasAtLeastOneElementOfType(MeshSuite.class);
  }

  @Test
  void theTestsAreThoseOfTheProfiles() {
    assertThat(named("MESH-HTTP", Profile.Level.CORE)).isEqualTo(CORE);
    assertThat(named("MESH-HTTP", Profile.Level.EXTENDED)).isEqualTo(EXTENDED);
    assertThat(
            CATALOG.tests().stream()
                .filter(
                    test ->
                        Profiles.official().stream()
                            .noneMatch(profile -> test.levels().containsKey(profile.name())))
                .map(TestCase::name))
        .containsExactlyInAnyOrderElementsOf(IN_NO_OFFICIAL_PROFILE);
    assertThat(CATALOG.tests()).allMatch(test -> test.levels().containsKey("MESH-ALL"));
  }

  @Test
  void aRunWithoutAChoiceLeavesThemOut() {
    assertThat(plan(Selection.everything()).tests()).isEmpty();
    assertThat(plan(Selection.profile("MESH-HTTP")).tests()).hasSize(CORE.size() + EXTENDED.size());
    assertThat(plan(Selection.everything().tests(List.of("MeshBasic"))).tests()).hasSize(1);
  }

  private static Plan plan(Selection selection) {
    var nobody = new Claims.Implementation("", "", "", "", List.of());
    return Plan.of(CATALOG, new Claims(nobody, "", "", Set.of(), false, Map.of()), selection);
  }

  @Test
  void eachCheckedRequirementHasAChecksAndEachCheckARequirement() {
    Set<String> checked =
        CATALOG.tests().stream()
            .flatMap(test -> test.checks().stream())
            .map(TestCase.CheckCase::requirement)
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(CATALOG.ledger().all().stream().map(Requirement::id))
        .containsExactlyInAnyOrderElementsOf(checked);
  }

  @Test
  void noTestChecksARequirementTwice() {
    assertThat(SUITE.tests())
        .allSatisfy(
            type ->
                assertThat(
                        Arrays.stream(type.getDeclaredMethods())
                            .filter(method -> method.isAnnotationPresent(Check.class))
                            .map(method -> method.getAnnotation(Check.class).requirement()))
                    .doesNotHaveDuplicates());
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("manifests")
  void anApiServerTakesTheManifestsAndDropsNoFieldOfThem(Class<?> beside, String file)
      throws IOException {
    for (JsonObject object : documents(beside, file)) {
      assertThat(string(object, "metadata", "name"))
          .matches("[a-z0-9]([-a-z0-9]*[a-z0-9])?")
          .hasSizeLessThanOrEqualTo(56);
      for (JsonObject crd : GatewayApiCrds.all()) {
        if (string(crd, "spec", "names", "kind").equals(string(object, "kind"))) {
          StructuralSchema schema = StructuralSchema.parse(schemaOfV1(crd));
          assertThat(schema.unknownFields(object)).as(file).isEmpty();
          assertThat(schema.validate(schema.withDefaults(object), null)).as(file).isEmpty();
        }
      }
    }
  }

  static Stream<Arguments> manifests() {
    return Stream.concat(
        SUITE.baseManifests().stream().map(file -> Arguments.of(MeshSuite.class, file)),
        SUITE.tests().stream()
            .flatMap(
                type ->
                    Arrays.stream(type.getAnnotation(ConformanceTest.class).manifests())
                        .map(file -> Arguments.of(type, file))));
  }

  private static Set<String> named(String profile, Profile.Level level) {
    return CATALOG.tests().stream()
        .filter(test -> test.levels().get(profile) == level)
        .map(TestCase::name)
        .collect(Collectors.toSet());
  }

  private static List<JsonObject> documents(Class<?> beside, String file) throws IOException {
    try (var yaml = Objects.requireNonNull(beside.getResourceAsStream(file), file)) {
      List<Json> documents =
          YamlText.parseAll(new String(yaml.readAllBytes(), StandardCharsets.UTF_8));
      return documents.stream().map(JsonObject.class::cast).toList();
    }
  }

  private static JsonObject schemaOfV1(JsonObject crd) {
    JsonArray versions = (JsonArray) Objects.requireNonNull(crd.at("spec", "versions"));
    return versions
        .objects()
        .filter(version -> string(version, "name").equals("v1"))
        .map(
            version -> (JsonObject) Objects.requireNonNull(version.at("schema", "openAPIV3Schema")))
        .findFirst()
        .orElseThrow();
  }

  private static String string(JsonObject object, String... path) {
    return object.at(path) instanceof JsonString text ? text.value() : "";
  }
}
