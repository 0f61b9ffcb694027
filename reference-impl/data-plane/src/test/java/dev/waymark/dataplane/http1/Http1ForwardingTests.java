package dev.waymark.dataplane.http1;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waymark.dataplane.Backend;
import dev.waymark.dataplane.RawClient;
import dev.waymark.dataplane.TestGateway;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What passes through, byte for byte, and what does not. */
class Http1ForwardingTests {
  private TestGateway gateway;
  private Backend backend;

  @BeforeEach
  void start() {
    gateway = TestGateway.start();
  }

  @AfterEach
  void stop() throws IOException {
    gateway.close();
    backend.close();
  }

  private RawClient client(Backend behind) throws IOException {
    backend = behind;
    return new RawClient(gateway.serveAll(behind.port()));
  }

  @Test
  void keepsBothConnectionsAlive() throws IOException {
    try (RawClient client = client(Backend.named("b"))) {
      for (int i = 0; i < 20; i++) {
        assertThat(client.get("/" + i).body()).isEqualTo("b GET /" + i + " HTTP/1.1");
      }
    }
    assertThat(backend.connections()).isEqualTo(1);
  }

  @Test
  void answersPipelinedRequestsInOrder() throws IOException {
    try (RawClient client = client(Backend.named("b"))) {
      StringBuilder all = new StringBuilder();
      for (int i = 0; i < 50; i++) {
        boolean withBody = i % 3 == 0;
        all.append(withBody ? "POST" : "GET")
            .append(" /")
            .append(i)
            .append(" HTTP/1.1\r\nHost: a\r\n");
        all.append(withBody ? "Content-Length: 5\r\n\r\nhello" : "\r\n");
      }
      client.send(all.toString());
      for (int i = 0; i < 50; i++) {
        assertThat(client.response().body()).contains(" /" + i + " ");
      }
    }
  }

  @Test
  void passesBodiesOfKnownAndUnknownLength() throws IOException {
    String large = "0123456789".repeat(100_000);
    try (RawClient client =
        client(
            Backend.scripted(
                (request, _, out) -> {
                  Backend.write(out, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
                  for (int at = 0; at < request.body().length(); at += 70_000) {
                    String part =
                        request
                            .body()
                            .substring(at, Math.min(request.body().length(), at + 70_000));
                    Backend.write(out, Integer.toHexString(part.length()) + "\r\n" + part + "\r\n");
                  }
                  Backend.write(out, "0\r\nX-Trailer: t\r\nContent-Length: 5\r\n\r\n");
                  return true;
                }))) {
      client.send(
          "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: " + large.length() + "\r\n\r\n" + large);
      RawClient.Response response = client.response();
      assertThat(response.body()).isEqualTo(large);
      assertThat(response.trailers()).containsExactly("X-Trailer: t");

      client.send(
          "POST / HTTP/1.1\r\n"
              + "Host: a\r\n"
              + "Transfer-Encoding: chunked\r\n\r\n"
              + "5\r\n"
              + "hello\r\n"
              + "6;ext=1\r\n"
              + " world\r\n"
              + "0\r\n"
              + "X-T: u\r\n\r\n");
      assertThat(client.response().body()).isEqualTo("hello world");
    }
    assertThat(backend.lastRequest().trailers()).containsExactly("X-T: u");
    assertThat(backend.lastRequest().header("transfer-encoding")).isEqualTo("chunked");
  }

  @Test
  void takesMessagesInPiecesOfAnySize() throws IOException {
    String request =
        "POST /x HTTP/1.1\r\n"
            + "Host: a\r\n"
            + "Transfer-Encoding: chunked\r\n\r\n"
            + "3\r\n"
            + "abc\r\n"
            + "2\r\n"
            + "de\r\n"
            + "0\r\n"
            + "X-T: v\r\n\r\n";
    String response =
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nwxyz\r\n0\r\nX-R: s\r\n\r\n";
    try (RawClient client =
        client(
            Backend.scripted(
                (_, _, out) -> {
                  for (char c : response.toCharArray()) {
                    Backend.write(out, String.valueOf(c));
                  }
                  return true;
                }))) {
      for (char c : request.toCharArray()) {
        client.send(String.valueOf(c));
      }
      RawClient.Response got = client.response();
      assertThat(got.body()).isEqualTo("wxyz");
      assertThat(got.trailers()).containsExactly("X-R: s");
    }
    assertThat(backend.lastRequest().body()).isEqualTo("abcde");
    assertThat(backend.lastRequest().trailers()).containsExactly("X-T: v");
  }

  @Test
  void removesWhatIsMeantForOneHop() throws IOException {
    try (RawClient client =
        client(
            Backend.answering(
                "HTTP/1.1 200 OK\r\n"
                    + "Content-Length: 0\r\n"
                    + "Connection: X-Hop\r\n"
                    + "X-Hop: 1\r\n"
                    + "Keep-Alive: timeout=5\r\n"
                    + "X-End: 2\r\n\r\n"))) {
      RawClient.Response response =
          client.get(
              "/",
              "Connection: keep-alive, x-mine, Host",
              "X-Mine: 1",
              "Keep-Alive: 5",
              "TE: trailers",
              "Proxy-Connection: a",
              "X-End: 2");
      assertThat(response.headers())
          .contains("X-End: 2")
          .noneMatch(line -> line.startsWith("X-Hop") || line.startsWith("Keep"));
    }
    assertThat(backend.lastRequest().headers())
        .contains("X-End: 2", "Host: example.com")
        .noneMatch(
            line -> line.matches("(?i)(connection|x-mine|keep-alive|te|proxy-connection):.*"));
  }

  @Test
  void saysWhereARequestCameFrom() throws IOException {
    try (RawClient client = client(Backend.named("b"))) {
      client.get("/", "X-Forwarded-For: 192.0.2.1", "X-Forwarded-Proto: https");
    }
    assertThat(backend.lastRequest().header("x-forwarded-for")).isEqualTo("192.0.2.1,127.0.0.1");
    assertThat(backend.lastRequest().header("x-forwarded-proto")).isEqualTo("http");
    assertThat(backend.lastRequest().header("via")).isEqualTo("1.1 waymark");
  }

  @Test
  void keepsUnusualFieldsAsTheyAre() throws IOException {
    try (RawClient client = client(Backend.named("b"))) {
      client.get(
          "/a%2Fb?c=d%20e&f", "x-MiXeD:  spaced \t out\t ", "X-Empty:", "X-Twice: 1", "X-Twice: 2");
    }
    assertThat(backend.lastRequest().line()).isEqualTo("GET /a%2Fb?c=d%20e&f HTTP/1.1");
    assertThat(backend.lastRequest().headers())
        .contains("x-MiXeD: spaced \t out", "X-Empty: ", "X-Twice: 1", "X-Twice: 2");
  }

  @Test
  void neverSendsABodyWhereThereIsNone() throws IOException {
    try (RawClient client =
        client(
            Backend.scripted(
                (request, _, out) -> {
                  Backend.write(
                      out,
                      request.line().startsWith("HEAD")
                          ? "HTTP/1.1 200 OK\r\nContent-Length: 77\r\n\r\n"
                          : request.line().contains("/204")
                              ? "HTTP/1.1 204 No Content\r\n\r\n"
                              : "HTTP/1.1 304 Not Modified\r\nContent-Length: 9\r\n\r\n");
                  return true;
                }))) {
      RawClient.Response head = client.send("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n").response(true);
      assertThat(head.header("content-length")).isEqualTo("77");
      RawClient.Response none = client.get("/204");
      assertThat(none.status()).isEqualTo(204);
      assertThat(none.headers())
          .noneMatch(line -> line.matches("(?i)(content-length|transfer-encoding):.*"));
      RawClient.Response unchanged = client.get("/304");
      assertThat(unchanged.status()).isEqualTo(304);
      assertThat(unchanged.header("content-length")).isEqualTo("9");
    }
    assertThat(backend.connections()).isEqualTo(1);
  }

  @Test
  void relaysResponsesThatEndWithTheConnection() throws IOException {
    try (RawClient client =
        client(
            Backend.scripted(
                (_, _, out) -> {
                  Backend.write(out, "HTTP/1.1 200 OK\r\n\r\nuntil the end");
                  return false;
                }))) {
      assertThat(client.get("/").body()).isEqualTo("until the end");
      assertThat(client.get("/").header("transfer-encoding")).isEqualTo("chunked");
    }
    assertThat(backend.connections()).isEqualTo(2);
  }

  @Test
  void servesClientsOfVersionOnePointZero() throws IOException {
    try (RawClient client =
        client(
            Backend.answering(
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n"))) {
      RawClient.Response response = client.send("GET / HTTP/1.0\r\n\r\n").response();
      assertThat(response.header("transfer-encoding")).isEmpty();
      assertThat(response.header("connection")).isEqualTo("close");
      assertThat(response.body()).isEqualTo("hi");
    }
    assertThat(backend.lastRequest().line()).isEqualTo("GET / HTTP/1.1");
    assertThat(backend.lastRequest().header("host")).isEqualTo("127.0.0.1:" + backend.port());
  }

  @Test
  void keepsAnOldClientsConnectionWhereItAsks() throws IOException {
    try (RawClient client = client(Backend.named("b"))) {
      for (int i = 0; i < 3; i++) {
        RawClient.Response response =
            client.send("GET / HTTP/1.0\r\nHost: a\r\nConnection: keep-alive\r\n\r\n").response();
        assertThat(response.header("connection")).isEqualTo("keep-alive");
      }
    }
  }

  @Test
  void closesWhenTheClientWantsTo() throws IOException {
    try (RawClient client = client(Backend.named("b"))) {
      assertThat(client.get("/", "Connection: close").header("connection")).isEqualTo("close");
      assertThat(client.read()).isEqualTo(-1);
    }
  }

  @Test
  void asksTheBackendBeforeItSays100() throws IOException {
    try (RawClient client = client(Backend.named("b"))) {
      client.send(
          "POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n");
      assertThat(client.response().status()).isEqualTo(100);
      client.send("hello");
      assertThat(client.response().status()).isEqualTo(200);
      assertThat(client.get("/next").status()).isEqualTo(200);
    }
    assertThat(backend.requests().getFirst().body()).isEqualTo("hello");
  }

  @Test
  void closesBehindARefusalWhenABodyWasNeverAskedFor() throws IOException {
    backend = Backend.named("b");
    int port = gateway.serve();
    try (RawClient client = new RawClient(port)) {
      client.send(
          "POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n");
      RawClient.Response response = client.response();
      assertThat(response.status()).isEqualTo(404);
      assertThat(response.header("connection")).isEqualTo("close");
      assertThat(client.read()).isEqualTo(-1);
    }
  }

  @Test
  void goesOnBehindABodyThatNobodyWanted() throws IOException {
    backend = Backend.named("b");
    int port = gateway.serve();
    try (RawClient client = new RawClient(port)) {
      client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello");
      assertThat(client.response().status()).isEqualTo(404);
      client.send(
          "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n\r\n");
      assertThat(client.response().status()).isEqualTo(404);
      client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\n");
      assertThat(client.response().header("connection")).isEqualTo("close");
      assertThat(client.read()).isEqualTo(-1);
    }
  }

  @Test
  void passesInterimResponsesOn() throws IOException {
    try (RawClient client =
        client(
            Backend.answering(
                "HTTP/1.1 103 Early Hints\r\n"
                    + "Link: </a>\r\n\r\n"
                    + "HTTP/1.1 102 Processing\r\n\r\n"
                    + "HTTP/1.1 200 OK\r\n"
                    + "Content-Length: 2\r\n\r\n"
                    + "ok"))) {
      RawClient.Response hints = client.get("/");
      assertThat(hints.status()).isEqualTo(103);
      assertThat(hints.header("link")).isEqualTo("</a>");
      assertThat(client.response().status()).isEqualTo(102);
      assertThat(client.response().body()).isEqualTo("ok");
    }
  }

  @Test
  void opensATunnelForWebSockets() throws IOException {
    try (RawClient client =
        client(
            Backend.scripted(
                (request, in, out) -> {
                  if (!request.header("upgrade").equals("websocket")
                      || !request.header("connection").equals("upgrade")) {
                    Backend.write(out, "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
                    return true;
                  }
                  Backend.write(
                      out,
                      "HTTP/1.1 101 Switching Protocols\r\n"
                          + "Upgrade: websocket\r\n"
                          + "Connection: Upgrade\r\n"
                          + "X-Key: k\r\n\r\n"
                          + "server first");
                  for (int b = in.read(); b >= 0; b = in.read()) {
                    out.write(b + 1);
                    out.flush();
                  }
                  return false;
                }))) {
      RawClient.Response response = client.get("/ws", "Connection: Upgrade", "Upgrade: websocket");
      assertThat(response.status()).isEqualTo(101);
      assertThat(response.header("upgrade")).isEqualTo("websocket");
      assertThat(response.header("connection")).isEqualTo("upgrade");
      assertThat(response.header("x-key")).isEqualTo("k");
      assertThat(new String(client.read(12))).isEqualTo("server first");
      for (int i = 0; i < 200; i++) {
        client.send(new byte[] {(byte) i});
        assertThat((byte) client.read()).isEqualTo((byte) (i + 1));
      }
    }
  }

  @Test
  void leavesTheUpgradeToHttp2Alone() throws IOException {
    try (RawClient client = client(Backend.named("b"))) {
      String[] asks = {
        "Connection: Upgrade, HTTP2-Settings", "Upgrade: h2c", "HTTP2-Settings: AAMAAABk"
      };
      assertThat(client.get("/", asks).status()).isEqualTo(200);
      assertThat(client.get("/").status()).isEqualTo(200);
    }
    assertThat(backend.requests().getFirst().headers())
        .noneMatch(line -> line.matches("(?i)(connection|upgrade|http2-settings):.*"));
  }

  @Test
  void closesABackendConnectionThatSaysMoreThanItWasAsked() throws IOException {
    try (RawClient client =
        client(
            Backend.answering(
                "HTTP/1.1 200 OK\r\n"
                    + "Content-Length: 2\r\n\r\n"
                    + "okHTTP/1.1 200 OK\r\n"
                    + "Content-Length: 4\r\n\r\n"
                    + "evil"))) {
      assertThat(client.get("/1").body()).isEqualTo("ok");
      assertThat(client.get("/2").body()).isEqualTo("ok");
    }
    assertThat(backend.connections()).isEqualTo(2);
  }

  @Test
  void doesNotTrustAResponseThatIsAmbiguous() throws IOException {
    for (String bad :
        List.of(
            "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nabc",
            "HTTP/1.1 200 OK\nContent-Length: 2\n\nab",
            "HTTP/1.1 2000 OK\r\n\r\n",
            "HTTP/1.1 200 OK\r\nX : y\r\n\r\n",
            "HTTP/1.1 101 Switching Protocols\r\n\r\n",
            "ICY 200 OK\r\n\r\n")) {
      try (Backend behind = Backend.answering(bad);
          RawClient client = client(behind)) {
        assertThat(client.get("/").status()).as(bad).isEqualTo(502);
      }
    }
  }

  @Test
  void breaksOffAResponseThatTheBackendBreaksOff() throws IOException {
    try (RawClient client =
        client(
            Backend.scripted(
                (_, _, out) -> {
                  Backend.write(out, "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf");
                  return false;
                }))) {
      client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
      assertThat(client.socket().getInputStream().readAllBytes()).asString().endsWith("half");
    }
  }
}
