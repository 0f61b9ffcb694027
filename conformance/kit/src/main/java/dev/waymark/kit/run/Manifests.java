package dev.waymark.kit.run;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Reads manifests: YAML resources with one or more documents, in stable names. */
final class Manifests {
  private static final YAMLMapper YAML = YAMLMapper.builder().build();
  private static final Map<String, List<JsonNode>> READ = new ConcurrentHashMap<>();

  private Manifests() {}

  /**
   * The documents of a resource beside a class.
   *
   * @throws IllegalStateException when it isn't there or isn't YAML: the suite's own mistake
   */
  static List<JsonNode> read(Class<?> beside, String resource) {
    return READ.computeIfAbsent(
        beside.getPackageName() + "/" + resource, any -> parse(beside, resource));
  }

  /** The documents of several. */
  static List<JsonNode> read(Class<?> beside, List<String> resources) {
    return resources.stream().flatMap(resource -> read(beside, resource).stream()).toList();
  }

  /** A single document. */
  static JsonNode parse(String yaml) {
    return YAML.readTree(yaml);
  }

  /** The namespaces that documents declare. */
  static Set<String> namespaces(List<JsonNode> documents) {
    return documents.stream()
        .filter(each -> each.path("kind").asString("").equals("Namespace"))
        .map(each -> each.path("metadata").path("name").asString(""))
        .collect(Collectors.toSet());
  }

  /** What documents declare, in the form of {@link dev.waymark.kit.Names#own}. */
  static Set<String> declared(List<JsonNode> documents) {
    return documents.stream()
        .map(Objects.Ref::of)
        .map(ref -> ref.kind() + "/" + ref.namespace() + "/" + ref.name())
        .collect(Collectors.toSet());
  }

  private static List<JsonNode> parse(Class<?> beside, String resource) {
    try (InputStream stream = beside.getResourceAsStream(resource)) {
      if (stream == null) {
        throw new IllegalStateException(
            "no manifest %s beside %s".formatted(resource, beside.getName()));
      }
      List<JsonNode> documents = new ArrayList<>();
      try (var values = YAML.readerFor(JsonNode.class).<JsonNode>readValues(stream)) {
        values.forEachRemaining(documents::add);
      }
      return documents.stream()
          .filter(each -> each.isObject() && !each.isEmpty())
          .flatMap(Manifests::items)
          .toList();
    } catch (JacksonException e) {
      throw new IllegalStateException("manifest " + resource + ": " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<JsonNode> items(JsonNode document) {
    return document.path("kind").asString("").equals("List")
        ? document.path("items").valueStream()
        : Stream.of(document);
  }
}
