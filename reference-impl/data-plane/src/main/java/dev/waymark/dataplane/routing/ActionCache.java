package dev.waymark.dataplane.routing;

import dev.waymark.model.RuleAction;
import java.util.IdentityHashMap;
import java.util.Map;

/** Compiles each action of the model once, though several listeners and hosts may share it. */
final class ActionCache {
  private final Map<RuleAction, Action> compiled = new IdentityHashMap<>();

  Action of(RuleAction action) {
    return compiled.computeIfAbsent(action, Action::of);
  }
}
