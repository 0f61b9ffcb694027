package dev.waymark.dataplane.http1;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waymark.dataplane.Backend;
import dev.waymark.dataplane.RawClient;
import dev.waymark.dataplane.TestGateway;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * However much one side sends and however little the other takes, the gateway holds no more than a
 * few buffers.
 */
class BackpressureTests {
  private static final int PIECE = 64 * 1024;
  private static final int PIECES = 1600; // 100 MiB: more than kernel buffers hide
  private static final long HELD_AT_MOST = 1024 * 1024;

  private TestGateway gateway;

  @BeforeEach
  void start() {
    gateway = TestGateway.start();
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  /**
   * Waits until whoever counts makes no progress any more, because all buffers on the way are full.
   */
  private void awaitStandstill(AtomicLong progress) throws InterruptedException {
    long before = -1;
    for (int quiet = 0; quiet < 20; Thread.sleep(10)) {
      assertThat(gateway.buffered()).isLessThan(HELD_AT_MOST);
      long now = progress.get();
      quiet = now == before && now > 0 ? quiet + 1 : 0;
      before = now;
    }
  }

  @Test
  void aClientThatDoesNotReadStopsTheBackend() throws Exception {
    AtomicLong sent = new AtomicLong();
    byte[] piece = new byte[PIECE];
    try (Backend backend =
            Backend.scripted(
                (_, _, out) -> {
                  Backend.write(
                      out,
                      "HTTP/1.1 200 OK\r\nContent-Length: " + (long) PIECE * PIECES + "\r\n\r\n");
                  for (int i = 0; i < PIECES; i++) {
                    out.write(piece);
                    sent.addAndGet(PIECE);
                  }
                  return true;
                });
        RawClient client = new RawClient(gateway.serveAll(backend.port()))) {
      client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
      awaitStandstill(sent);
      assertThat(sent.get()).isLessThan((long) PIECE * PIECES);
      assertThat(client.response().body()).hasSize(PIECE * PIECES);
    }
  }

  @Test
  void aBackendThatDoesNotReadStopsTheClient() throws Exception {
    CountDownLatch readOn = new CountDownLatch(1);
    AtomicLong sent = new AtomicLong();
    byte[] piece = new byte[PIECE];
    try (Backend backend =
            Backend.holding(
                readOn,
                (request, _, out) -> {
                  String size = Integer.toString(request.body().length());
                  Backend.write(
                      out,
                      "HTTP/1.1 200 OK\r\nContent-Length: " + size.length() + "\r\n\r\n" + size);
                  return true;
                });
        RawClient client = new RawClient(gateway.serveAll(backend.port()))) {
      client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: " + PIECE * PIECES + "\r\n\r\n");
      Thread sender =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      for (int i = 0; i < PIECES; i++) {
                        client.send(piece);
                        sent.addAndGet(PIECE);
                      }
                    } catch (IOException e) {
                      sent.set(-1);
                    }
                  });
      awaitStandstill(sent);
      assertThat(sent.get()).isLessThan((long) PIECE * PIECES);
      readOn.countDown();
      sender.join();
      assertThat(client.response().body()).isEqualTo(Integer.toString(PIECE * PIECES));
    }
  }
}
