package dev.waymark.dataplane.hbone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** A reader that does not read stops its writer, and nobody else; nothing piles up between. */
class TunnelBackpressureTests {
  private static final int CHUNK = 64 * 1024;
  private static final int STREAM_WINDOW = 256 * 1024;
  private static final long SENT = 24L * 1024 * 1024;

  /** Two sides' windows, watermarks and reads under way; far less than what is sent. */
  private static final long BOUND = 8L * 1024 * 1024;

  private static final HboneLimits SMALL =
      HboneLimits.DEFAULT.withWindows(STREAM_WINDOW, 1024 * 1024);

  @Test
  void aBackendThatDoesNotReadStopsTheApplication() throws Exception {
    try (Tunnels tunnels = new Tunnels(SMALL);
        Socket application = tunnels.dial();
        Socket backend = tunnels.accept()) {
      stalls(tunnels, application, backend);
    }
  }

  @Test
  void anApplicationThatDoesNotReadStopsTheBackend() throws Exception {
    try (Tunnels tunnels = new Tunnels(SMALL);
        Socket application = tunnels.dial();
        Socket backend = tunnels.accept()) {
      stalls(tunnels, backend, application);
    }
  }

  @Test
  void aHalfClosedConnectionWaitsForASlowReaderAsWell() throws Exception {
    try (Tunnels tunnels = new Tunnels(SMALL);
        Socket application = tunnels.dial();
        Socket backend = tunnels.accept()) {
      application.shutdownOutput();
      assertThat(backend.getInputStream().read()).isEqualTo(-1);
      stalls(tunnels, backend, application);
    }
  }

  private static void stalls(Tunnels tunnels, Socket writer, Socket reader) throws Exception {
    AtomicLong written = new AtomicLong();
    Thread writing = Thread.startVirtualThread(() -> write(writer, written));
    awaitStall(written);
    assertThat(written.get()).as("bytes written to a reader that does not read").isLessThan(SENT);
    assertThat(tunnels.buffered()).as("bytes held between").isLessThan(BOUND);

    try (Socket other = tunnels.dial();
        Socket itsBackend = tunnels.accept()) {
      other.getOutputStream().write('x');
      assertThat(itsBackend.getInputStream().read()).as("on the same connection").isEqualTo('x');
      assertThat(tunnels.connections()).isEqualTo(1);
    }

    byte[] buffer = new byte[CHUNK];
    long read = 0;
    for (int n = reader.getInputStream().read(buffer);
        n >= 0;
        n = reader.getInputStream().read(buffer)) {
      read += n;
    }
    assertThat(read).isEqualTo(SENT);
    writing.join();
  }

  private static void write(Socket socket, AtomicLong written) {
    byte[] chunk = new byte[CHUNK];
    try {
      OutputStream out = socket.getOutputStream();
      for (long sent = 0; sent < SENT; sent += chunk.length) {
        out.write(chunk);
        written.addAndGet(chunk.length);
      }
      socket.shutdownOutput();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /**
   * Waits until the writer makes no progress any more, because all buffers on the way are full. If
   * it only paused, the test proves less; it does not fail.
   */
  private static void awaitStall(AtomicLong written) throws InterruptedException {
    long before = -1;
    for (int quiet = 0; quiet < 10; Thread.sleep(10)) {
      long now = written.get();
      quiet = now == before && now > 0 ? quiet + 1 : 0;
      before = now;
    }
  }
}
