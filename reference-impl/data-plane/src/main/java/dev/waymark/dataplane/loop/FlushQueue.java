package dev.waymark.dataplane.loop;

import io.netty.channel.EventLoop;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Flushes connections once at the end of the loop's turn, however many messages were written to
 * them in it: fewer and larger system calls, which decide a proxy's cost.
 */
public final class FlushQueue {
  private final EventLoop loop;
  private final Queue<Flushable> dirty = new ArrayDeque<>();
  private final Runnable drain = this::drain;
  private boolean scheduled;

  public FlushQueue(EventLoop loop) {
    this.loop = loop;
  }

  /** Something that holds written, unflushed bytes. */
  public interface Flushable {
    /** Flushes now; called once for each time it was queued. */
    void flushNow();
  }

  /**
   * Flushes {@code target} at the end of this turn. The caller keeps track that it queues itself
   * once only.
   */
  public void add(Flushable target) {
    dirty.add(target);
    if (!scheduled) {
      scheduled = true;
      loop.execute(drain); // runs behind the I/O of this turn
    }
  }

  private void drain() {
    scheduled = false;
    for (Flushable next = dirty.poll(); next != null; next = dirty.poll()) {
      next.flushNow();
    }
  }
}
