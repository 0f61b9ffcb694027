package dev.waymark.kit.probe;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Ends what takes too long by closing its connection, from another thread: a blocked read, write or
 * handshake alike then fails at once.
 */
final class Deadlines implements AutoCloseable {

  private final ScheduledThreadPoolExecutor timer;

  Deadlines() {
    timer =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("probe-deadlines").factory());
    timer.setRemoveOnCancelPolicy(true);
  }

  /** A deadline that runs from now on. */
  Deadline in(Duration time, Closeable connection) {
    return new Deadline(time, connection);
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }

  /** One connection's time for one exchange. Closing it calls it off. */
  final class Deadline implements AutoCloseable {
    private final Duration time;
    private final AtomicBoolean passed = new AtomicBoolean();
    private final java.util.concurrent.Future<?> expiry;

    private Deadline(Duration time, Closeable connection) {
      this.time = time;
      this.expiry = timer.schedule(() -> expire(connection), time.toNanos(), TimeUnit.NANOSECONDS);
    }

    boolean hasPassed() {
      return passed.get();
    }

    Duration time() {
      return time;
    }

    private void expire(Closeable connection) {
      passed.set(true);
      try {
        connection.close();
      } catch (IOException _) {
        // It is closed all the same.
      }
    }

    @Override
    public void close() {
      expiry.cancel(false);
    }
  }
}
