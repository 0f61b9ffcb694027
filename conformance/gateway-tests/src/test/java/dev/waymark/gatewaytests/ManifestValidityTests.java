package dev.waymark.gatewaytests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waymark.kit.ConformanceTest;
import dev.waymark.kubernetes.gatewayapi.GatewayApiCrds;
import dev.waymark.kubernetes.json.Json;
import dev.waymark.kubernetes.json.JsonArray;
import dev.waymark.kubernetes.json.JsonObject;
import dev.waymark.kubernetes.json.JsonString;
import dev.waymark.kubernetes.json.YamlText;
import dev.waymark.kubernetes.schema.StructuralSchema;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** An API server takes the manifests as they are and drops no field of them. */
class ManifestValidityTests {
  private static final Map<String, StructuralSchema> SCHEMAS = new HashMap<>();

  @BeforeAll
  static void readSchemas() {
    for (JsonObject crd : GatewayApiCrds.all()) {
      SCHEMAS.put(string(crd, "spec", "names", "kind"), StructuralSchema.parse(schemaOfV1(crd)));
    }
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("manifests")
  void objectsOfTheGatewayApiAreValid(Class<?> beside, String file) throws IOException {
    for (Json document : documents(beside, file)) {
      JsonObject object = (JsonObject) document;
      StructuralSchema schema = SCHEMAS.get(string(object, "kind"));
      if (schema != null) {
        assertThat(schema.unknownFields(object)).as(file).isEmpty();
        assertThat(schema.validate(schema.withDefaults(object), null)).as(file).isEmpty();
      }
    }
  }

  static Stream<Arguments> manifests() {
    GatewaySuite suite = new GatewaySuite();
    return Stream.concat(
        suite.baseManifests().stream().map(file -> Arguments.of(GatewaySuite.class, file)),
        suite.tests().stream()
            .flatMap(
                type ->
                    Arrays.stream(type.getAnnotation(ConformanceTest.class).manifests())
                        .map(file -> Arguments.of(type, file))));
  }

  private static List<Json> documents(Class<?> beside, String file) throws IOException {
    try (InputStream yaml = Objects.requireNonNull(beside.getResourceAsStream(file), file)) {
      return YamlText.parseAll(
          new String(yaml.readAllBytes(), StandardCharsets.UTF_8)
              .replace("{CONTROLLER_NAME}", "example.com/controller"));
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
