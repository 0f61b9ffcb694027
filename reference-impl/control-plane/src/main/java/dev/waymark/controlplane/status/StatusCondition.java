package dev.waymark.controlplane.status;

/**
 * A condition as it should stand, without the time of its last transition, which depends on what
 * stood there before.
 *
 * @param status what holds: {@code True}, {@code False} or {@code Unknown}
 * @param observedGeneration the generation of the object that the condition speaks of
 */
public record StatusCondition(
    String type, String status, String reason, String message, long observedGeneration) {
  /** A condition that holds. */
  public static StatusCondition holds(String type, String reason, long generation) {
    return new StatusCondition(type, "True", reason, "", generation);
  }

  /** A condition that holds, with something to add. */
  public static StatusCondition holds(String type, String reason, String message, long generation) {
    return new StatusCondition(type, "True", reason, message, generation);
  }

  /** A condition that does not hold, and why. */
  public static StatusCondition fails(String type, String reason, String message, long generation) {
    return new StatusCondition(type, "False", reason, message, generation);
  }

  /** Whether the condition holds. */
  public boolean isTrue() {
    return status.equals("True");
  }

  /** This condition for another reason. */
  public StatusCondition withReason(String replacement) {
    return new StatusCondition(type, status, replacement, message, observedGeneration);
  }

  /** This condition with another status. */
  public StatusCondition withStatus(String replacement) {
    return new StatusCondition(type, replacement, reason, message, observedGeneration);
  }

  /** This condition, observed of another generation. */
  public StatusCondition withObservedGeneration(long replacement) {
    return new StatusCondition(type, status, reason, message, replacement);
  }
}
