package dev.waymark.dataplane.relay;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Relays that go on, each with its subject, so that what allowed them can be asked again. Safe for
 * use by any thread.
 *
 * @param <T> on whose behalf a relay is
 */
public final class LiveRelays<T> {
  private final Set<Live<T>> live = ConcurrentHashMap.newKeySet();

  /** Told apart by identity: two relays of equal subjects are two. */
  private static final class Live<T> {
    final T subject;
    final Duplex end;
    @Nullable Relay relay;

    Live(T subject, Duplex end) {
      this.subject = subject;
      this.end = end;
    }
  }

  /** Begins a relay, as {@link Relay#join} does, on the loop of the two. */
  public void join(T subject, Duplex first, Duplex second, Relay.Ended ended) {
    Live<T> one = new Live<>(subject, first);
    live.add(one);
    one.relay =
        Relay.join(
            first,
            second,
            (fromFirst, fromSecond, failure) -> {
              live.remove(one);
              ended.ended(fromFirst, fromSecond, failure);
            });
  }

  /** How many go on. */
  public int size() {
    return live.size();
  }

  /**
   * Ends those that may not go on; each is judged on its own loop, soon.
   *
   * @param objection why not; null to let it go on
   */
  public void reconsider(Function<T, @Nullable Throwable> objection) {
    for (Live<T> one : live) {
      one.end
          .loop()
          .execute(
              () -> {
                Throwable why = live.contains(one) ? objection.apply(one.subject) : null;
                if (why != null && one.relay != null) {
                  one.relay.abort(why);
                }
              });
    }
  }
}
