package dev.waymark.controlplane.reconcile;

import dev.waymark.controlplane.status.StatusCondition;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Conditions as the API has them, with the time at which each last changed its status. */
final class Conditions {
  private Conditions() {}

  /** The wanted conditions and no others. */
  static List<Condition> merge(
      @Nullable List<Condition> before, List<StatusCondition> wanted, Instant now) {
    List<Condition> known = before == null ? List.of() : before;
    return wanted.stream().map(condition -> condition(condition, known, now)).toList();
  }

  /** The wanted conditions, and behind them those whose types are not ours to write. */
  static List<Condition> mergeKeepingOthers(
      @Nullable List<Condition> before, List<StatusCondition> wanted, Instant now) {
    List<Condition> known = before == null ? List.of() : before;
    return Stream.concat(
            merge(known, wanted, now).stream(),
            known.stream()
                .filter(
                    condition ->
                        wanted.stream().noneMatch(ours -> ours.type().equals(condition.getType()))))
        .toList();
  }

  private static Condition condition(StatusCondition wanted, List<Condition> known, Instant now) {
    String since =
        known.stream()
            .filter(condition -> wanted.type().equals(condition.getType()))
            .filter(condition -> wanted.status().equals(condition.getStatus()))
            .findFirst()
            .map(Condition::getLastTransitionTime)
            .orElseGet(() -> now.truncatedTo(ChronoUnit.SECONDS).toString());
    return new ConditionBuilder()
        .withType(wanted.type())
        .withStatus(wanted.status())
        .withReason(wanted.reason())
        .withMessage(wanted.message())
        .withObservedGeneration(wanted.observedGeneration())
        .withLastTransitionTime(since)
        .build();
  }
}
