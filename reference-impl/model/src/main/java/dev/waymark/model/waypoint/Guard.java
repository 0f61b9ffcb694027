package dev.waymark.model.waypoint;

import dev.waymark.model.authorization.RequestPolicy;
import java.util.List;

/**
 * What must hold for what comes to a Service before it is routed: a matching denial refuses it, and
 * where anything is allowed, only that passes.
 */
public record Guard(List<RequestPolicy> policies) {
  /** Everything passes. */
  public static final Guard NONE = new Guard(List.of());

  public Guard {
    policies = List.copyOf(policies);
  }

  /** What of it holds for connections whose requests nobody reads. */
  public Guard ofConnections() {
    return new Guard(policies.stream().map(RequestPolicy::ofConnections).toList());
  }
}
