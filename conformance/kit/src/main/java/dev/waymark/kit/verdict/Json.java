package dev.waymark.kit.verdict;

import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The kit's one way to write and read JSON, so that what is logged is read back the same. */
public final class Json {
  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION).build();

  private Json() {}

  /** A new empty object. */
  public static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  /** A text. */
  public static JsonNode text(String value) {
    return JsonNodeFactory.instance.stringNode(value);
  }

  /** A whole number. */
  public static JsonNode number(long value) {
    return JsonNodeFactory.instance.numberNode(value);
  }

  /** True or false. */
  public static JsonNode truth(boolean value) {
    return JsonNodeFactory.instance.booleanNode(value);
  }

  /** A value as a tree. */
  public static JsonNode tree(Object value) {
    return MAPPER.valueToTree(value);
  }

  /** A value on one line. */
  public static String line(Object value) {
    return MAPPER.writeValueAsString(value);
  }

  /** A value over several indented lines. */
  public static String pretty(Object value) {
    return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(value);
  }

  /**
   * Reads a value.
   *
   * @throws tools.jackson.core.JacksonException when the text is not JSON of that shape
   */
  public static <T> T read(String text, Class<T> type) {
    return MAPPER.readValue(text, type);
  }

  /** Reads a tree. */
  public static JsonNode read(String text) {
    return MAPPER.readTree(text);
  }
}
