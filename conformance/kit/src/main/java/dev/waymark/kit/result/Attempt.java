package dev.waymark.kit.result;

import dev.waymark.kit.evidence.Event;
import dev.waymark.kit.evidence.Event.Threw.Cause;
import dev.waymark.kit.evidence.Scope;
import dev.waymark.kit.verdict.Expectation.Mismatch;
import dev.waymark.kit.verdict.Standing;
import dev.waymark.kit.verdict.Standing.Look;
import dev.waymark.kit.verdict.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One repetition of a check, judged.
 *
 * @param scope which
 * @param verdict PASS, FAIL, BLOCKED, UNTESTABLE, KIT_ERROR or NOT_RUN
 * @param finding why, unless it passed or wasn't run
 * @param startedMillis when it began, since the run's start; -1 if it didn't
 * @param tookMillis how long it took
 * @param convergedMillis the longest that one of its expectations took to come to hold; reported,
 *     not judged
 */
public record Attempt(
    Scope scope,
    Verdict verdict,
    @Nullable Finding finding,
    long startedMillis,
    long tookMillis,
    long convergedMillis) {

  /**
   * Judges the record of a check.
   *
   * @param scope the check
   * @param own the events of that check
   * @param wholeTest the events of its test that belong to no check
   */
  public static Attempt of(Scope scope, List<Event> own, List<Event> wholeTest) {
    long started = at(own, Event.Started.class).orElse(-1L);
    long ended = at(own, Event.Ended.class).orElse(-1L);
    List<Question> questions = questions(own);
    Judged judged = judge(own, wholeTest, questions, ended >= 0);
    return new Attempt(
        scope,
        judged.verdict(),
        judged.finding(),
        started,
        started < 0 || ended < 0 ? 0 : ended - started,
        questions.stream().mapToLong(each -> each.standing().convergedMillis()).max().orElse(-1));
  }

  private record Judged(Verdict verdict, @Nullable Finding finding) {}

  /** An expectation with all looks at its subject. */
  private record Question(Event.Asked asked, List<Event.Seen> looks, Standing standing) {}

  private static Judged judge(
      List<Event> own, List<Event> wholeTest, List<Question> questions, boolean ended) {
    // The order is that of blame: ours first, then what the check rests on, then the
    // implementation.
    Optional<Event.Threw> ours =
        Stream.concat(wholeTest.stream(), own.stream())
            .flatMap(Attempt::thrown)
            .filter(by(Cause.KIT))
            .findFirst();
    if (ours.isPresent()) {
      return new Judged(Verdict.KIT_ERROR, thrown(ours.get()));
    }
    if (Stream.concat(wholeTest.stream(), own.stream())
        .flatMap(Attempt::thrown)
        .anyMatch(by(Cause.CANCELLED))) {
      return new Judged(Verdict.NOT_RUN, null);
    }
    Optional<Finding> groundless =
        Stream.concat(
                questions(wholeTest).stream(),
                questions.stream().filter(each -> each.asked().given()))
            .filter(each -> each.standing().state() != Standing.State.HOLDS)
            .map(Attempt::broken)
            .findFirst()
            .or(
                () ->
                    Stream.concat(wholeTest.stream(), own.stream())
                        .flatMap(Attempt::thrown)
                        .filter(by(Cause.FIXTURE).or(threw -> threw.scope().check() == null))
                        .map(Attempt::thrown)
                        .findFirst());
    if (groundless.isPresent()) {
      return new Judged(Verdict.BLOCKED, groundless.get());
    }
    for (Event event : own) {
      if (event instanceof Event.Untestable untestable) {
        return new Judged(Verdict.UNTESTABLE, Finding.of(untestable.why(), List.of()));
      }
    }
    Optional<Finding> red =
        questions.stream()
            .filter(each -> each.standing().state() != Standing.State.HOLDS)
            .map(Attempt::broken)
            .findFirst()
            .or(() -> own.stream().flatMap(Attempt::thrown).map(Attempt::thrown).findFirst());
    if (red.isPresent()) {
      return ended ? new Judged(Verdict.FAIL, red.get()) : new Judged(Verdict.NOT_RUN, null);
    }
    if (!ended) {
      return new Judged(Verdict.NOT_RUN, null);
    }
    return questions.stream().anyMatch(each -> !each.asked().given())
        ? new Judged(Verdict.PASS, null)
        : new Judged(
            Verdict.KIT_ERROR,
            Finding.of("the check expects nothing, so it could not have failed", List.of()));
  }

  private static List<Question> questions(List<Event> events) {
    List<Question> questions = new ArrayList<>();
    for (Event event : events) {
      if (event instanceof Event.Asked asked) {
        List<Event.Seen> looks =
            events.stream()
                .filter(Event.Seen.class::isInstance)
                .map(Event.Seen.class::cast)
                .filter(seen -> seen.number() == asked.number())
                .toList();
        List<Look> judged =
            looks.stream()
                .map(
                    seen ->
                        new Look(
                            seen.at() - asked.at(),
                            asked.expectation().compare(seen.observation()).isEmpty()))
                .toList();
        questions.add(new Question(asked, looks, Standing.of(asked.patience(), judged)));
      }
    }
    return questions;
  }

  private static Finding broken(Question question) {
    List<Event.Seen> looks = question.looks();
    for (int index = looks.size() - 1; index >= 0; index--) {
      Event.Seen seen = looks.get(index);
      List<Mismatch> mismatches = question.asked().expectation().compare(seen.observation());
      if (!mismatches.isEmpty()) {
        return new Finding(
            question.asked().subject() + ": " + mismatches.getFirst().says(),
            question.asked(),
            mismatches,
            seen.observation(),
            List.of());
      }
    }
    return new Finding(
        question.asked().subject() + ": could not be observed for long enough",
        question.asked(),
        List.of(),
        looks.isEmpty() ? null : looks.getLast().observation(),
        List.of());
  }

  private static Finding thrown(Event.Threw threw) {
    return Finding.of(threw.message(), threw.stack());
  }

  private static Stream<Event.Threw> thrown(Event event) {
    return event instanceof Event.Threw threw ? Stream.of(threw) : Stream.empty();
  }

  private static java.util.function.Predicate<Event.Threw> by(Cause cause) {
    return threw -> threw.cause() == cause;
  }

  private static Optional<Long> at(List<Event> events, Class<? extends Event> type) {
    return events.stream().filter(type::isInstance).map(Event::at).findFirst();
  }
}
