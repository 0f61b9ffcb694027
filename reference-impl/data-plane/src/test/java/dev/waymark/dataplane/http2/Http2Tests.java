package dev.waymark.dataplane.http2;

import static dev.waymark.dataplane.TestGateway.prefix;
import static dev.waymark.dataplane.TestGateway.route;
import static dev.waymark.dataplane.TestGateway.to;
import static org.assertj.core.api.Assertions.assertThat;

import dev.waymark.dataplane.Backend;
import dev.waymark.dataplane.GatewayLimits;
import dev.waymark.dataplane.H2Backend;
import dev.waymark.dataplane.H2Client;
import dev.waymark.dataplane.RawClient;
import dev.waymark.dataplane.TestGateway;
import dev.waymark.model.UpstreamProtocol;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Headers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** HTTP/2 to the client, to the backend, and to both. */
class Http2Tests {
  private static final String LARGE = "0123456789".repeat(200_000);
  private TestGateway gateway = TestGateway.start();

  @AfterEach
  void stop() {
    gateway.close();
  }

  private int serve(H2Backend backend) {
    return gateway.serve(
        route("r", prefix("/", to(gateway.backend("h2", backend.port()), UpstreamProtocol.H2C))));
  }

  private static H2Client.Response post(H2Client client, String body) throws Exception {
    return client.open().head(client.headers("POST", "/", "a"), false).data(body, true).response();
  }

  @Test
  void servesHttp2FromAnHttp1Backend() throws Exception {
    try (Backend backend =
            Backend.scripted(
                (request, _, out) -> {
                  Backend.write(
                      out,
                      request.body().isEmpty()
                          ? "HTTP/1.1 200 OK\r\n"
                              + "Content-Length: 2\r\n"
                              + "X-Mixed: m\r\n"
                              + "Connection: x-hop\r\n"
                              + "X-Hop: 1\r\n\r\n"
                              + "ok"
                          : "HTTP/1.1 201 Created\r\nTransfer-Encoding: chunked\r\n\r\n"
                              + Integer.toHexString(request.body().length())
                              + "\r\n"
                              + request.body()
                              + "\r\n0\r\nX-T: t\r\n\r\n");
                  return true;
                });
        H2Client client = new H2Client(gateway.serveAll(backend.port()))) {
      H2Client.Response response = client.get("/a?b", "example.com:80");
      assertThat(response.status()).isEqualTo(200);
      assertThat(response.body()).isEqualTo("ok");
      assertThat(response.header("x-mixed")).isEqualTo("m");
      assertThat(response.heads().getLast().contains("x-hop")).isFalse();
      assertThat(backend.lastRequest().line()).isEqualTo("GET /a?b HTTP/1.1");
      assertThat(backend.lastRequest().header("host")).isEqualTo("example.com:80");
      assertThat(backend.lastRequest().header("x-forwarded-proto")).isEqualTo("http");

      Http2Headers head =
          client.headers("POST", "/", "a").add("cookie", "a=1").add("cookie", "b=2");
      response = client.open().head(head, false).data("hello ", false).data(LARGE, true).response();
      assertThat(response.status()).isEqualTo(201);
      assertThat(response.body()).isEqualTo("hello " + LARGE);
      assertThat(String.valueOf(response.trailers().get("x-t"))).isEqualTo("t");
      assertThat(backend.lastRequest().header("transfer-encoding")).isEqualTo("chunked");
      assertThat(backend.lastRequest().header("cookie")).isEqualTo("a=1; b=2");

      head = client.headers("POST", "/", "a").add("content-length", "5");
      client.open().head(head, false).data("hello", true).response();
      assertThat(backend.lastRequest().header("content-length")).isEqualTo("5");
    }
  }

  @Test
  void servesHttp1FromAnHttp2Backend() throws Exception {
    try (H2Backend backend = new H2Backend(100);
        RawClient client = new RawClient(serve(backend))) {
      RawClient.Response response = client.get("/x?y", "Connection: close-not", "TE: trailers");
      assertThat(response.status()).isEqualTo(200);
      assertThat(response.header("x-path")).isEqualTo("/x?y");
      assertThat(response.trailers()).containsExactly("x-end: yes");
      Http2Headers seen = backend.requests().getLast();
      assertThat(seen.authority()).hasToString("example.com");
      assertThat(seen.get("te")).hasToString("trailers");
      assertThat(seen.contains("host")).isFalse();

      client.send(
          "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: " + LARGE.length() + "\r\n\r\n" + LARGE);
      assertThat(client.response().body()).isEqualTo(LARGE);
      client.send(
          "POST / HTTP/1.1\r\n"
              + "Host: a\r\n"
              + "Transfer-Encoding: chunked\r\n\r\n"
              + "2\r\n"
              + "hi\r\n"
              + "0\r\n"
              + "X-Up: u\r\n\r\n");
      assertThat(client.response().trailers()).containsExactlyInAnyOrder("x-end: yes", "x-up: u");
      assertThat(backend.connections()).isEqualTo(1);
    }
  }

  @Test
  void servesHttp2FromHttp2() throws Exception {
    try (H2Backend backend = new H2Backend(100);
        H2Client client = new H2Client(serve(backend))) {
      H2Client.Response response = post(client, LARGE);
      assertThat(response.body()).isEqualTo(LARGE);
      assertThat(response.trailers().get("x-end")).hasToString("yes");
      List<H2Client.Stream> streams = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        streams.add(client.open().head(client.headers("POST", "/" + i, "a"), false));
      }
      for (int i = 0; i < 50; i++) {
        streams.get(i).data("body " + i, true);
      }
      for (int i = 0; i < 50; i++) {
        H2Client.Response each = streams.get(i).response();
        assertThat(each.body()).isEqualTo("body " + i);
        assertThat(each.header("x-path")).isEqualTo("/" + i);
      }
      assertThat(backend.connections()).isEqualTo(1);
    }
  }

  @Test
  void opensAnotherConnectionWhenTheBackendsIsFull() throws Exception {
    try (H2Backend backend = new H2Backend(4);
        H2Client client = new H2Client(serve(backend))) {
      assertThat(client.get("/", "a").status())
          .isEqualTo(200); // by then the backend's settings have come
      List<H2Client.Stream> streams = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        streams.add(client.open().head(client.headers("POST", "/", "a"), false));
      }
      for (H2Client.Stream stream : streams) {
        assertThat(stream.data("x", true).response().body()).isEqualTo("x");
      }
      assertThat(backend.connections()).isBetween(2, 4);
    }
  }

  @Test
  void answersItself() throws Exception {
    int port = gateway.serve();
    try (H2Client client = new H2Client(port)) {
      assertThat(client.get("/", "a").status()).isEqualTo(404);
      H2Client.Response refused =
          client.open().head(client.headers("POST", "/", "a"), false).response();
      assertThat(refused.status()).isEqualTo(404);
    }
  }

  @Test
  void resetsStreamsOfMalformedRequestsAndNothingElse() throws Exception {
    try (Backend backend = Backend.named("b");
        H2Client client = new H2Client(gateway.serveAll(backend.port()))) {
      List<Http2Headers> malformed =
          List.of(
              client.headers("GET", "/", "a").add("connection", "close"),
              client.headers("GET", "/", "a").add("transfer-encoding", "chunked"),
              client.headers("GET", "/", "a").add("te", "gzip"),
              client.headers("GET", "/", "a").add("x-header", "a\r\nX-Smuggled: 1"),
              client.headers("GET", "/", "a").add("x-header", "a\0b"),
              client.headers("GET", "/", "a").add("x header", "a"),
              client.headers("GET", "/", "a").add("X-Upper", "a"),
              client.headers("GET", "/", "a").add("x:y", "a"),
              client.headers("GET", "/", "a").add("host", "b"),
              client.headers("GET", "/ HTTP/1.1\r\nHost: b", "a"),
              client.headers("GET", "x", "a"),
              client.headers("GET", "", "a"),
              client.headers("GET /x", "/", "a"),
              client.headers("GET", "/", "a b"),
              client.headers("GET", "/", "u@a"),
              client.headers("POST", "/", "a").add("content-length", "x"),
              client
                  .headers("POST", "/", "a")
                  .add("content-length", "1")
                  .add("content-length", "1"),
              client.headers("GET", "/", "a").add(":unknown", "a"),
              new DefaultHttp2Headers(false).method("GET").path("/").authority("a"),
              new DefaultHttp2Headers(false).method("GET").scheme("http").authority("a"),
              new DefaultHttp2Headers(false).scheme("http").path("/").authority("a"));
      for (Http2Headers headers : malformed) {
        H2Client.Response response = client.open().head(headers, true).response();
        assertThat(response.reset()).as("%s", headers).isEqualTo(Http2Error.PROTOCOL_ERROR.code());
      }
      assertThat(backend.requests()).isEmpty();
      assertThat(client.get("/", "a").status()).isEqualTo(200);
      H2Client.Response tooShort =
          client
              .open()
              .head(client.headers("POST", "/", "a").add("content-length", "9"), false)
              .data("hello", true)
              .response();
      assertThat(tooShort.reset())
          .as("a body shorter than it says")
          .isEqualTo(Http2Error.PROTOCOL_ERROR.code());
    }
  }

  @Test
  void holdsBackWhatASlowClientDoesNotRead() throws Exception {
    CountDownLatch blocked = new CountDownLatch(1);
    String chunk = "x".repeat(64 * 1024);
    int chunks = 800; // 50 MiB
    try (Backend backend =
            Backend.scripted(
                (request, _, out) -> {
                  if (request.line().contains("/small")) {
                    Backend.write(out, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
                    return true;
                  }
                  Backend.write(
                      out,
                      "HTTP/1.1 200 OK\r\nContent-Length: "
                          + (long) chunk.length() * chunks
                          + "\r\n\r\n");
                  for (int i = 0; i < chunks; i++) {
                    Backend.write(out, chunk);
                    if (i == 1) {
                      blocked.countDown();
                    }
                  }
                  return true;
                });
        H2Client client = new H2Client(gateway.serveAll(backend.port()))) {
      H2Client.Stream slow = client.open();
      slow.reading(false);
      slow.head(client.headers("GET", "/", "a"), true);
      blocked.await();
      for (int i = 0; i < 20; i++) {
        assertThat(client.get("/small", "a").body()).as("other streams go on").isEqualTo("ok");
        assertThat(gateway.buffered()).isLessThan(2 * 1024 * 1024);
      }
      slow.reading(true);
      assertThat(slow.response().body()).hasSize(chunk.length() * chunks);
    }
  }

  @Test
  void tellsTheBackendWhenAClientGivesUp() throws Exception {
    CountDownLatch started = new CountDownLatch(1);
    CountDownLatch gone = new CountDownLatch(1);
    try (Backend backend =
            Backend.scripted(
                (_, in, out) -> {
                  Backend.write(
                      out, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n");
                  started.countDown();
                  try {
                    assertThat(in.read()).isEqualTo(-1);
                  } finally {
                    gone.countDown(); // the end may also come as a reset
                  }
                  return false;
                });
        H2Client client = new H2Client(gateway.serveAll(backend.port()))) {
      H2Client.Stream stream = client.open().head(client.headers("GET", "/", "a"), true);
      started.await();
      stream.cancel();
      gone.await();
      assertThat(client.isOpen()).isTrue();
    }
  }

  @Test
  void saysGoodByeToIdleClients() throws Exception {
    gateway.close();
    gateway = TestGateway.start(GatewayLimits.DEFAULT.withIdle(Duration.ofMillis(150)));
    try (H2Client client = new H2Client(gateway.serve())) {
      assertThat(client.get("/", "a").status()).isEqualTo(404);
      assertThat(client.goAway()).isEqualTo(Http2Error.NO_ERROR.code());
      client.awaitClosed();
    }
  }

  @Test
  void drainsBehindTheLastStream() throws Exception {
    CountDownLatch arrived = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    try (Backend backend =
            Backend.scripted(
                (_, _, out) -> {
                  arrived.countDown();
                  await(goOn);
                  Backend.write(out, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
                  return true;
                });
        H2Client client = new H2Client(gateway.serveAll(backend.port()))) {
      H2Client.Stream stream = client.open().head(client.headers("GET", "/", "a"), true);
      arrived.await();
      var stopping = gateway.engine().stop().toCompletableFuture();
      assertThat(client.goAway()).isEqualTo(Http2Error.NO_ERROR.code());
      goOn.countDown();
      assertThat(stream.response().body()).isEqualTo("ok");
      client.awaitClosed();
      stopping.join();
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
