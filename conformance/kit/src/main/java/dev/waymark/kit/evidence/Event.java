package dev.waymark.kit.evidence;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.waymark.kit.verdict.Expectation;
import dev.waymark.kit.verdict.Patience;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Something that happened in a run. One line of the evidence log each; {@code at} is in
 * milliseconds since its start.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "event")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Event.RunStarted.class, name = "run started"),
  @JsonSubTypes.Type(value = Event.Started.class, name = "started"),
  @JsonSubTypes.Type(value = Event.Changed.class, name = "changed"),
  @JsonSubTypes.Type(value = Event.Asked.class, name = "asked"),
  @JsonSubTypes.Type(value = Event.Seen.class, name = "seen"),
  @JsonSubTypes.Type(value = Event.Snapshot.class, name = "snapshot"),
  @JsonSubTypes.Type(value = Event.Untestable.class, name = "untestable"),
  @JsonSubTypes.Type(value = Event.Threw.class, name = "threw"),
  @JsonSubTypes.Type(value = Event.Ended.class, name = "ended"),
  @JsonSubTypes.Type(value = Event.RunEnded.class, name = "run ended"),
})
@JsonInclude(JsonInclude.Include.NON_NULL)
public sealed interface Event {
  /** Milliseconds since the run's start. */
  long at();

  /** An event that belongs to a test or a check. */
  sealed interface Scoped extends Event {
    /** Which. */
    Scope scope();
  }

  /**
   * The first event.
   *
   * @param date when, as RFC 3339
   * @param seed from which all names follow
   * @param environment what the run stood on, for a reader
   */
  record RunStarted(long at, String date, String seed, Map<String, String> environment)
      implements Event {}

  /** A test or a check began. */
  record Started(long at, Scope scope) implements Scoped {}

  /**
   * The kit changed the cluster.
   *
   * @param action {@code apply}, {@code patch} or {@code delete}
   * @param object kind, namespace and name as they are in the cluster
   * @param content the manifest or patch; null for a deletion; never the data of a Secret
   */
  record Changed(long at, Scope scope, String action, String object, @Nullable JsonNode content)
      implements Scoped {}

  /**
   * The kit began to hold a subject to an expectation.
   *
   * @param number from 1 in its scope
   * @param given true for what a check rests on, false for what it is about
   * @param patience when the expectation holds
   * @param subject what is looked at, for a reader
   * @param shellLine a line for a shell that shows the same; may be empty
   */
  record Asked(
      long at,
      Scope scope,
      int number,
      boolean given,
      Patience patience,
      String subject,
      String shellLine,
      Expectation expectation)
      implements Scoped {}

  /** One look at the subject of the expectation with this number. */
  record Seen(long at, Scope scope, int number, JsonNode observation) implements Scoped {}

  /**
   * The state of an object that a check looked at or whose test put it there, at the moment at
   * which the check went wrong. For readers; nothing is judged by it.
   *
   * @param content the object without its managed fields; null when it isn't there
   */
  record Snapshot(long at, Scope scope, String object, @Nullable JsonNode content)
      implements Scoped {}

  /** There is nothing to judge by. */
  record Untestable(long at, Scope scope, String why) implements Scoped {}

  /**
   * A test's code threw.
   *
   * @param cause whose fault it is
   * @param type the exception's class
   * @param stack where, outermost first
   */
  record Threw(long at, Scope scope, Cause cause, String type, String message, List<String> stack)
      implements Scoped {
    /** Whose fault an exception is. */
    public enum Cause {
      /** An assertion of the test's own: the implementation did not meet it. */
      ASSERTION,
      /** What the check rests on could not be brought about. */
      FIXTURE,
      /** The run was cancelled. */
      CANCELLED,
      /** The kit's, or the test's: never the implementation's. */
      KIT
    }
  }

  /** A test or a check came to its end. */
  record Ended(long at, Scope scope) implements Scoped {}

  /** The last event. */
  record RunEnded(long at, boolean interrupted) implements Event {}
}
