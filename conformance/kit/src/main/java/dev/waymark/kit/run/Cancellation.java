package dev.waymark.kit.run;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Ends a run early: checks that wait are interrupted, those that haven't begun don't. Safe for use
 * by any thread.
 */
public final class Cancellation {
  private final Set<Thread> working = ConcurrentHashMap.newKeySet();
  private volatile boolean cancelled;

  /** Cancels. Returns at once; the run ends soon after. */
  public void cancel() {
    cancelled = true;
    working.forEach(Thread::interrupt);
  }

  /** True once cancelled. */
  public boolean isCancelled() {
    return cancelled;
  }

  /** Says that this thread works for the run from now on. */
  void enter() {
    working.add(Thread.currentThread());
    if (cancelled) {
      Thread.currentThread().interrupt();
    }
  }

  /** Says that it no longer does; an interrupt that was meant for the run is taken back. */
  void leave() {
    working.remove(Thread.currentThread());
    if (cancelled) {
      Thread.interrupted();
    }
  }
}
