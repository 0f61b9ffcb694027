package dev.waymark.cli;

import dev.waymark.kit.run.Cancellation;
import java.io.PrintWriter;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ctrl-C during a run: cancels it, and keeps the process alive until the reports are written. The
 * process then ends with 130, as shells expect.
 */
final class Interruption implements AutoCloseable {
  /** Longer than a run needs to notice, clean up and write; a second Ctrl-C does not wait. */
  private static final long PATIENCE_SECONDS = 60;

  private final CountDownLatch done = new CountDownLatch(1);
  private final Thread hook;

  private Interruption(Cancellation cancellation, PrintWriter err) {
    hook =
        new Thread(
            () -> {
              err.println("waymark: interrupted; writing the reports of what did run");
              err.flush();
              cancellation.cancel();
              awaitDone();
            },
            "interruption");
  }

  static Interruption of(Cancellation cancellation, PrintWriter err) {
    var interruption = new Interruption(cancellation, err);
    Runtime.getRuntime().addShutdownHook(interruption.hook);
    return interruption;
  }

  private void awaitDone() {
    try {
      done.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    done.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process is on its way out already, which is what the hook was for.
    }
  }
}
