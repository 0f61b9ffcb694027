package dev.waymark.kit.hops;

import dev.waymark.kit.verdict.Json;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Reads a proxy's line. A line that is no hop, of which logs are full, is none; a hop without a
 * field that a path is made of is none either.
 */
public final class HopLine {
  private HopLine() {}

  /** The hop that a line tells of. */
  public static Optional<Hop> parse(String line) {
    int json = line.indexOf('{'); // behind what a log writes before each line
    if (json < 0 || line.indexOf("\"decision\"", json) < 0) {
      return Optional.empty();
    }
    try {
      return Optional.ofNullable(hop(Json.read(line.substring(json))));
    } catch (JacksonException | DateTimeException _) {
      return Optional.empty();
    }
  }

  private static @Nullable Hop hop(JsonNode line) {
    Hop.Leg accepted = leg(line, "accepted");
    String time = text(line, "time");
    String component = text(line, "component");
    String decision = text(line, "decision");
    if (accepted == null || time.isEmpty() || component.isEmpty() || decision.isEmpty()) {
      return null;
    }
    return new Hop(
        Instant.parse(time),
        component,
        text(line, "workload"),
        text(line, "direction"),
        new Hop.Party(text(line, "src.addr"), text(line, "src.identity")),
        new Hop.Party(text(line, "dst.service_addr"), text(line, "dst.identity")),
        accepted,
        leg(line, "opened"),
        request(line),
        decision,
        text(line, "error"),
        text(line, "duration"));
  }

  private static Hop.@Nullable Leg leg(JsonNode line, String name) {
    String protocol = text(line, name + ".protocol");
    return protocol.isEmpty()
        ? null
        : new Hop.Leg(
            protocol,
            text(line, name + ".local"),
            text(line, name + ".remote"),
            text(line, name + ".authority"),
            line.path(name + ".stream").asInt(0));
  }

  private static Hop.@Nullable Request request(JsonNode line) {
    return line.has("method")
        ? new Hop.Request(
            text(line, "method"),
            text(line, "host"),
            text(line, "path"),
            line.path("status").asInt(0))
        : null;
  }

  private static String text(JsonNode line, String name) {
    return line.path(name).asString("");
  }
}
