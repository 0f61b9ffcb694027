package dev.waymark.mesh;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands the newest value to a receiver, one at a time and with no lock held: while the receiver is
 * busy newer values replace each other. The thread that offers a value delivers it, unless another
 * is delivering already.
 */
final class Mailbox<T> {
  private static final Logger LOG = LoggerFactory.getLogger(Mailbox.class);

  private final Consumer<T> receiver;
  private @Nullable T newest;
  private boolean delivering;
  private boolean closed;

  Mailbox(Consumer<T> receiver) {
    this.receiver = receiver;
  }

  void offer(T value) {
    synchronized (this) {
      if (closed) {
        return;
      }
      newest = value;
      if (delivering) {
        return;
      }
      delivering = true;
    }
    for (T next = take(); next != null; next = take()) {
      try {
        receiver.accept(next);
      } catch (RuntimeException e) {
        // One receiver's fault must keep neither the others nor the next value from arriving.
        LOG.error("a subscriber failed", e);
      }
    }
  }

  private synchronized @Nullable T take() {
    T next = closed ? null : newest;
    newest = null;
    delivering = next != null;
    return next;
  }

  synchronized void close() {
    closed = true;
    newest = null;
  }
}
