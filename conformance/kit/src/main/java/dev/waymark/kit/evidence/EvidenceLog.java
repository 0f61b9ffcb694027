package dev.waymark.kit.evidence;

import dev.waymark.kit.verdict.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;
import java.util.stream.Stream;

/** The events of a run in the order in which they happened. Safe for use by many threads. */
public final class EvidenceLog {
  private final InstantSource clock;
  private final Instant start;
  private final List<Event> events = new ArrayList<>();
  private final Map<Scope, List<Event>> byScope = new HashMap<>();

  /**
   * An empty log.
   *
   * @param clock tells what time it is
   */
  public EvidenceLog(InstantSource clock) {
    this.clock = clock;
    this.start = clock.instant();
  }

  /** When the run began. */
  public Instant start() {
    return start;
  }

  /** Milliseconds since then. */
  public long now() {
    return Duration.between(start, clock.instant()).toMillis();
  }

  /**
   * Records what happened just now.
   *
   * @param event given the time, the event
   * @return the event
   */
  public synchronized <E extends Event> E record(LongFunction<E> event) {
    E happened = event.apply(now());
    events.add(happened);
    if (happened instanceof Event.Scoped scoped) {
      byScope.computeIfAbsent(scoped.scope(), any -> new ArrayList<>()).add(happened);
    }
    return happened;
  }

  /** What has happened so far. */
  public synchronized List<Event> events() {
    return List.copyOf(events);
  }

  /** What has happened so far in a scope, without the scopes inside it. */
  public synchronized List<Event> events(Scope scope) {
    return List.copyOf(byScope.getOrDefault(scope, List.of()));
  }

  /** Writes events as JSON lines. */
  public static void write(List<Event> events, Writer out) throws IOException {
    for (Event event : events) {
      out.write(Json.line(event));
      out.write('\n');
    }
  }

  /**
   * Reads JSON lines back.
   *
   * @throws IllegalArgumentException naming the line that isn't an event
   */
  public static List<Event> read(Stream<String> lines) {
    List<Event> events = new ArrayList<>();
    try {
      lines.forEachOrdered(
          line -> {
            try {
              events.add(Json.read(line, Event.class));
            } catch (tools.jackson.core.JacksonException e) {
              throw new IllegalArgumentException(
                  "evidence, line %d: %s".formatted(events.size() + 1, e.getOriginalMessage()), e);
            }
          });
    } catch (UncheckedIOException e) {
      throw new IllegalArgumentException("evidence: " + e.getMessage(), e);
    }
    return events;
  }
}
