package dev.waymark.controlplane.status;

import java.util.List;

/**
 * What a Gateway's status should say of one listener.
 *
 * @param supportedKinds kinds of routes of the Gateway API's own group
 */
public record ListenerStatus(
    String name,
    List<String> supportedKinds,
    int attachedRoutes,
    List<StatusCondition> conditions) {
  public ListenerStatus {
    supportedKinds = List.copyOf(supportedKinds);
    conditions = List.copyOf(conditions);
  }

  /** This status with other conditions. */
  public ListenerStatus withConditions(List<StatusCondition> replacement) {
    return new ListenerStatus(name, supportedKinds, attachedRoutes, replacement);
  }

  /** This status with another number of routes. */
  public ListenerStatus withAttachedRoutes(int replacement) {
    return new ListenerStatus(name, supportedKinds, replacement, conditions);
  }

  /** This status with other kinds. */
  public ListenerStatus withSupportedKinds(List<String> replacement) {
    return new ListenerStatus(name, replacement, attachedRoutes, conditions);
  }
}
