package dev.waymark.dataplane.http1;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waymark.dataplane.Backend;
import dev.waymark.dataplane.GatewayLimits;
import dev.waymark.dataplane.RawClient;
import dev.waymark.dataplane.TestGateway;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is too much or takes too long. */
class Http1LimitsTests {
  private static final GatewayLimits LIMITS = GatewayLimits.DEFAULT;
  private TestGateway gateway = TestGateway.start();

  private int serve(GatewayLimits limits, Backend backend) {
    gateway.close();
    gateway = TestGateway.start(limits);
    return gateway.serveAll(backend.port());
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  private static RawClient.Response refused(int port, String request) throws IOException {
    try (RawClient client = new RawClient(port)) {
      client.send(request);
      RawClient.Response response = client.response();
      assertThat(response.header("connection")).isEqualTo("close");
      assertThat(client.read()).isEqualTo(-1);
      return response;
    }
  }

  @Test
  void refusesHeadsThatAreTooLarge() throws IOException {
    try (Backend backend = Backend.named("b")) {
      int port = serve(LIMITS, backend);
      String start = "GET / HTTP/1.1\r\nHost: a\r\n";
      assertThat(refused(port, start + "X: " + "y".repeat(LIMITS.headBytes())).status())
          .isEqualTo(431);
      assertThat(refused(port, start + "X: y\r\n".repeat(LIMITS.headFields()) + "\r\n").status())
          .isEqualTo(431);
      assertThat(
              refused(
                      port,
                      "GET /" + "a".repeat(LIMITS.targetBytes()) + " HTTP/1.1\r\nHost: a\r\n\r\n")
                  .status())
          .isEqualTo(414);
      assertThat(refused(port, "GET /" + "a".repeat(LIMITS.headBytes())).status()).isEqualTo(414);
      try (RawClient client = new RawClient(port)) {
        assertThat(
                client
                    .send(start + "X: y\r\n".repeat(LIMITS.headFields() - 1) + "\r\n")
                    .response()
                    .status())
            .isEqualTo(200);
        assertThat(
                client
                    .send(start + "X: " + "y".repeat(LIMITS.headBytes() - 100) + "\r\n\r\n")
                    .response()
                    .status())
            .isEqualTo(200);
      }
    }
  }

  @Test
  void refusesBodiesThatAreTooLarge() throws IOException {
    try (Backend backend = Backend.named("b")) {
      int port = serve(LIMITS.withBodyBytes(10), backend);
      assertThat(refused(port, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 11\r\n\r\n").status())
          .isEqualTo(413);
      String chunked = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
      assertThat(refused(port, chunked + "6\r\nabcdef\r\n6\r\nabcdef\r\n").status()).isEqualTo(413);
      try (RawClient client = new RawClient(port)) {
        assertThat(
                client.send(chunked + "5\r\nabcde\r\n5\r\nabcde\r\n0\r\n\r\n").response().status())
            .isEqualTo(200);
      }
    }
  }

  @Test
  void waitsNoLongerThanAllowedForAHead() throws IOException {
    try (Backend backend = Backend.named("b")) {
      int port = serve(LIMITS.withHead(Duration.ofMillis(150)), backend);
      assertThat(refused(port, "GET / HTTP/1.1\r\nHos").status()).isEqualTo(408);
      try (RawClient client = new RawClient(port)) {
        assertThat(client.read())
            .as("a connection that says nothing is closed without a word")
            .isEqualTo(-1);
      }
    }
  }

  @Test
  void waitsNoLongerThanAllowedForABodyOrTheNextRequest() throws IOException {
    try (Backend backend = Backend.named("b")) {
      int port = serve(LIMITS.withIdle(Duration.ofMillis(150)), backend);
      assertThat(
              refused(port, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhel").status())
          .isEqualTo(408);
      try (RawClient client = new RawClient(port)) {
        assertThat(client.get("/").status()).isEqualTo(200);
        assertThat(client.read()).isEqualTo(-1);
      }
    }
  }

  @Test
  void waitsNoLongerThanAllowedForABackend() throws IOException {
    CountDownLatch end = new CountDownLatch(1);
    try (Backend backend =
        Backend.scripted(
            (_, _, _) -> {
              await(end);
              return false;
            })) {
      int port = serve(LIMITS.withResponse(Duration.ofMillis(150)), backend);
      try (RawClient client = new RawClient(port)) {
        assertThat(client.get("/").status()).isEqualTo(504);
        assertThat(client.get("/again").status())
            .as("the client's connection goes on")
            .isEqualTo(504);
      }
      end.countDown();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
