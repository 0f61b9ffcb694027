package dev.waymark.dataplane.loop;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A moment by which something must have happened. Connections move theirs with every request, so
 * moving it to later only writes a field: the timer that is running finds out when it fires, and
 * waits for the rest. Time is the event loop's.
 */
public final class Deadline {
  private static final long NEVER = Long.MAX_VALUE;

  private final EventLoop loop;
  private final Runnable expired;
  private final Runnable check = this::check;
  private long at = NEVER;
  private long timerAt;
  private @Nullable Future<?> timer;

  /**
   * Creates a deadline that is not set.
   *
   * @param expired called on the loop when it passes; it is unset by then
   */
  public Deadline(EventLoop loop, Runnable expired) {
    this.loop = loop;
    this.expired = expired;
  }

  /** Sets or moves it; zero means never. */
  public void set(Duration timeout) {
    if (timeout.isZero()) {
      clear();
      return;
    }
    long now = loop.ticker().nanoTime();
    at = now + timeout.toNanos();
    if (timer == null) {
      schedule(at - now);
    } else if (at - timerAt < 0) {
      timer.cancel(false);
      schedule(at - now);
    }
  }

  /** Unsets it, and leaves the timer to find out. */
  public void clear() {
    at = NEVER;
  }

  /** Unsets it for good. */
  public void cancel() {
    at = NEVER;
    if (timer != null) {
      timer.cancel(false);
      timer = null;
    }
  }

  private void schedule(long nanos) {
    timerAt = at;
    timer = loop.schedule(check, nanos, TimeUnit.NANOSECONDS);
  }

  private void check() {
    timer = null;
    if (at == NEVER) {
      return;
    }
    long remaining = at - loop.ticker().nanoTime();
    if (remaining > 0) {
      schedule(remaining);
      return;
    }
    at = NEVER;
    expired.run();
  }
}
