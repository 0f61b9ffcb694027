package dev.waymark.kit.run;

import java.util.HashSet;
import java.util.Set;

/**
 * Ends a run early: checks that wait are interrupted, those that haven't begun don't. Safe for use
 * by any thread.
 */
public final class Cancellation {
  private final Set<Thread> working = new HashSet<>();
  private boolean cancelled;

  /** Cancels. Returns at once; the run ends soon after. */
  public synchronized void cancel() {
    cancelled = true;
    working.forEach(Thread::interrupt);
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
