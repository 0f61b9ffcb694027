package dev.waymark.kit.run;

import dev.waymark.kit.result.EnvironmentFailure;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Ends a run early: checks that wait are interrupted, those that haven't begun don't. Safe for use
 * by any thread.
 */
public final class Cancellation {
  private final Set<Thread> working = new HashSet<>();
  private boolean cancelled;
  private @Nullable EnvironmentFailure cause;

  /** Cancels. Returns at once; the run ends soon after. */
  public synchronized void cancel() {
    cancelled = true;
    working.forEach(Thread::interrupt);
  }

  /**
   * Cancels because the environment doesn't let the run go on; nothing if it is cancelled already.
   */
  public synchronized void cancel(EnvironmentFailure why) {
    if (!cancelled) {
      cause = why;
      cancel();
    }
  }

  /** Why the environment cancelled it; null if it didn't. */
  public synchronized @Nullable EnvironmentFailure cause() {
    return cause;
  }

  /** True once cancelled. */
  public synchronized boolean isCancelled() {
    return cancelled;
  }

  /** Says that this thread works for the run from now on. */
  public synchronized void enter() {
    working.add(Thread.currentThread());
    if (cancelled) {
      Thread.currentThread().interrupt();
    }
  }

  /** Says that it no longer does; an interrupt that was meant for the run is taken back. */
  public synchronized void leave() {
    working.remove(Thread.currentThread());
    if (cancelled) {
      Thread.interrupted();
    }
  }
}
