package dev.waymark.kit.run;

import dev.waymark.kit.Subject;
import dev.waymark.kit.evidence.Event;
import dev.waymark.kit.evidence.EvidenceLog;
import dev.waymark.kit.evidence.Scope;
import dev.waymark.kit.verdict.Expectation;
import dev.waymark.kit.verdict.Patience;
import dev.waymark.kit.verdict.Rule;
import dev.waymark.kit.verdict.Standing;
import dev.waymark.kit.verdict.Standing.Look;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;

/**
 * Holds subjects to expectations, in one scope: looks, records, and asks the pure rules whether to
 * look again.
 */
final class Asking {
  private final EvidenceLog log;
  private final Scope scope;
  private final AtomicInteger number = new AtomicInteger();

  Asking(EvidenceLog log, Scope scope) {
    this.log = log;
    this.scope = scope;
  }

  Scope scope() {
    return scope;
  }

  /**
   * Looks until it is decided.
   *
   * @param given whether this is what a check rests on
   * @return how it stands: HOLDS or BROKEN
   */
  Standing ask(boolean given, Subject subject, Expectation expectation, Patience patience)
      throws InterruptedException {
    int current = number.incrementAndGet();
    Event.Asked asked =
        log.record(
            at ->
                new Event.Asked(
                    at,
                    scope,
                    current,
                    given,
                    patience,
                    subject.says(),
                    subject.shellLine(),
                    expectation));
    List<Look> looks = new ArrayList<>();
    while (true) {
      JsonNode observation = subject.observe();
      boolean satisfied = expectation.compare(observation).isEmpty();
      Event.Seen seen = log.record(at -> new Event.Seen(at, scope, current, observation));
      looks.add(new Look(seen.at() - asked.at(), satisfied));
      Standing standing = Standing.of(patience, looks);
      if (standing.state() != Standing.State.OPEN) {
        return standing;
      }
      if (!satisfied || patience.rule() != Rule.EVENTUALLY) {
        subject.awaitChange(Duration.ofMillis(atMost(patience, looks, satisfied)));
      }
    }
  }

  /** How long the next look may be put off without missing the moment at which it decides. */
  private static long atMost(Patience patience, List<Look> looks, boolean satisfied) {
    long toDeadline = patience.deadlineMillis() - looks.getLast().millis();
    long wanted = satisfied ? Math.max(patience.holdMillis() / 4, 1) : toDeadline;
    return Math.max(1, Math.min(wanted, Math.max(toDeadline, 1)));
  }
}
