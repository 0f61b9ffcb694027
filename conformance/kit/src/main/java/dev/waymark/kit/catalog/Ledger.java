package dev.waymark.kit.catalog;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * The requirements of a suite, by id.
 *
 * <p>Its file is a YAML list:
 *
 * <pre>{@code
 * - id: httproute.match.path.exact
 *   level: MUST                  # MUST, SHOULD, MAY
 *   text: An Exact path match takes a request whose path is equal to it, case included.
 *   source: https://gateway-api.sigs.k8s.io/...
 *   coverage: checked            # checked, untestable, gap
 *   why: only for the last two
 * }</pre>
 */
public final class Ledger {
  private static final YAMLMapper YAML = YAMLMapper.builder().build();

  private final Map<String, Requirement> byId;

  private Ledger(Map<String, Requirement> byId) {
    this.byId = byId;
  }

  /**
   * Reads a ledger.
   *
   * @param file its name, for messages
   * @throws IllegalArgumentException naming the entry and the field that is wrong
   * @throws IOException when the stream fails
   */
  public static Ledger read(String file, InputStream yaml) throws IOException {
    JsonNode entries;
    try {
      entries = YAML.readTree(yaml.readAllBytes());
    } catch (JacksonException e) {
      throw new IllegalArgumentException(file + ": not YAML: " + e.getOriginalMessage(), e);
    }
    if (!entries.isArray()) {
      throw new IllegalArgumentException(
          file + ": is " + entries.getNodeType() + " (expected: a list of requirements)");
    }
    List<Requirement> all = new ArrayList<>();
    for (JsonNode entry : entries) {
      all.add(requirement(file + ", entry " + (all.size() + 1), entry));
    }
    return of(all);
  }

  /**
   * A ledger of these.
   *
   * @throws IllegalArgumentException when an id is there twice
   */
  public static Ledger of(List<Requirement> requirements) {
    Map<String, Requirement> byId = new LinkedHashMap<>();
    for (Requirement each : requirements) {
      if (byId.put(each.id(), each) != null) {
        throw new IllegalArgumentException("requirement " + each.id() + " is in the ledger twice");
      }
    }
    return new Ledger(byId);
  }

  /** All, in the order of the file. */
  public List<Requirement> all() {
    return List.copyOf(byId.values());
  }

  /** The requirement of this id. */
  public Optional<Requirement> find(String id) {
    return Optional.ofNullable(byId.get(id));
  }

  /** Both. */
  public Ledger and(Ledger other) {
    List<Requirement> all = new ArrayList<>(all());
    all.addAll(other.all());
    return of(all);
  }

  private static Requirement requirement(String where, JsonNode entry) {
    String id = field(where, entry, "id");
    String here = where + " (" + id + ")";
    Requirement.Coverage coverage = choice(here, entry, "coverage", Requirement.Coverage.class);
    String why = entry.path("why").asString("");
    if (coverage != Requirement.Coverage.CHECKED && why.isBlank()) {
      throw new IllegalArgumentException(
          here + ": why is missing (expected where coverage is not checked)");
    }
    return new Requirement(
        id,
        choice(here, entry, "level", Requirement.Level.class),
        field(here, entry, "text"),
        URI.create(field(here, entry, "source")),
        coverage,
        why);
  }

  private static String field(String where, JsonNode entry, String name) {
    String value = entry.path(name).asString("");
    if (value.isBlank()) {
      throw new IllegalArgumentException(where + ": " + name + " is missing");
    }
    return value.strip();
  }

  private static <E extends Enum<E>> E choice(
      String where, JsonNode entry, String name, Class<E> type) {
    String value = field(where, entry, name);
    for (E each : type.getEnumConstants()) {
      if (each.name().equals(value.toUpperCase(Locale.ROOT))) {
        return each;
      }
    }
    throw new IllegalArgumentException(
        "%s: %s: %s (expected: one of %s)"
            .formatted(where, name, value, List.of(type.getEnumConstants())));
  }
}
