package dev.waymark.kit.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.waymark.echo.EchoResponse;
import dev.waymark.kit.Exchange;
import dev.waymark.kit.Header;
import dev.waymark.kit.Request;
import dev.waymark.kit.Response;
import dev.waymark.kit.Tls;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpProbeTests {

  private static final int HTTP = 3000;
  private static final int H2C = 3001;
  private static final int HTTPS = 8443;
  private static final String NAME = "probe.example";
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  @TempDir static Path files;
  private static TestCertificate certificate;
  private static EchoBackend echo;
  private static HttpProbe probe;

  @BeforeAll
  static void start() throws Exception {
    certificate = TestCertificate.of(NAME);
    String file = certificate.write(files).toString();
    echo =
        new EchoBackend(
            Map.of(
                "TLS_SERVER_CERT", file,
                "TLS_SERVER_PRIVKEY", files.resolve("tls.key").toString(),
                "TLS_CLIENT_CACERTS", file));
    probe = new HttpProbe();
  }

  @AfterAll
  static void stop() throws IOException {
    probe.close();
    echo.close();
  }

  @Test
  void sendsARequestAsItIsWritten() throws Exception {
    var heard = new CopyOnWriteArrayList<String>();
    try (var server =
        new ScriptedServer(
            connection -> {
              heard.add(ScriptedServer.readHead(connection));
              ScriptedServer.write(connection, "HTTP/1.1 204 No Content\n\n");
            })) {
      Exchange exchange =
          probe.send(
              server.address(),
              Request.of("PUT", "/a/%2F//b?c=d")
                  .host("h.example:81")
                  .header("x-odd-CASE", "1")
                  .header("X-Odd-Case", "2")
                  .body("gr\u00fcn"),
              PATIENCE);

      assertThat(exchange.response()).isNotNull();
      assertThat(heard)
          .containsExactly(
              "PUT /a/%2F//b?c=d HTTP/1.1\r\nHost: h.example:81\r\nx-odd-CASE: 1\r\n"
                  + "X-Odd-Case: 2\r\nContent-Length: 5\r\n\r\n");
    }
  }

  @Test
  void readsAnAnswerAsItStands() throws Exception {
    try (var server =
        ScriptedServer.answering(
            """
            HTTP/1.1 103 Early Hints
            Link: </x>

            HTTP/1.1 200 Fine
            x-ODD: 1
            Transfer-Encoding: chunked
            X-Odd:

            5;ext=1
            hello
            1
            !
            0
            X-Trailer: t

            """)) {
      Response response = answer(probe.send(server.address(), Request.get("/"), PATIENCE));

      assertThat(response.status()).isEqualTo(200);
      assertThat(response.protocol()).isEqualTo("HTTP/1.1");
      assertThat(response.headers())
          .containsExactly(
              new Header("x-ODD", "1"),
              new Header("Transfer-Encoding", "chunked"),
              new Header("X-Odd", ""));
      assertThat(response.body()).isEqualTo("hello!");
    }
  }

  @Test
  void speaksHttp2WithPriorKnowledge() throws Exception {
    Response response =
        answer(
            probe.send(
                echo.address(H2C),
                Request.of("POST", "/p?q=1")
                    .host("h2.example")
                    .header("X-Own", "1")
                    .body("b".repeat(100_000)) // more than the window that every stream starts with
                    .overH2c(),
                PATIENCE));

    assertThat(response.protocol()).isEqualTo("HTTP/2.0");
    assertThat(response.header("content-type")).contains("application/json");
    assertThat(EchoResponse.parse(response.body()))
        .returns("/p?q=1", EchoResponse::path)
        .returns("h2.example", EchoResponse::host)
        .returns("HTTP/2.0", EchoResponse::proto)
        .returns(List.of("1"), seen -> seen.header("X-Own"));
  }

  @Test
  void readsALongAnswerOverHttp2() throws Exception {
    String value =
        "<".repeat(12_000); // The echo writes six characters for each: more than a window.
    Request request = Request.get("/").overH2c().header("X-Long", value);

    Response response = answer(probe.send(echo.address(H2C), request, PATIENCE));

    assertThat(response.body()).hasSizeGreaterThan(65_535);
    assertThat(EchoResponse.parse(response.body()).header("X-Long")).containsExactly(value);
  }

  @Test
  void speaksTls() throws Exception {
    Tls tls = Tls.to(NAME, certificate.certificatePem());
    for (Request request : List.of(Request.get("/").over(tls), Request.get("/").overH2(tls))) {
      Response response =
          answer(probe.send(echo.address(HTTPS), request.host("other.example"), PATIENCE));

      assertThat(response.tls()).isNotNull();
      assertThat(response.tls().version()).isEqualTo("TLSv1.3");
      assertThat(response.tls().alpn())
          .isEqualTo(response.protocol().equals("HTTP/2.0") ? "h2" : "http/1.1");
      assertThat(response.tls().peerCertificatePem()).isEqualTo(certificate.certificatePem());
      EchoResponse seen = EchoResponse.parse(response.body());
      assertThat(seen.host()).as("the host is apart from the SNI").isEqualTo("other.example");
      assertThat(seen.tls().serverName()).isEqualTo(NAME);
    }
  }

  @Test
  void presentsAClientCertificateWhenItHasOne() throws Exception {
    Tls tls = Tls.to(NAME, certificate.certificatePem());
    Tls withClient = tls.withClient(certificate.certificatePem(), certificate.keyPem());

    assertThat(seenOverTls(withClient).tls().peerCertificates())
        .containsExactly(certificate.certificatePem());
    assertThat(seenOverTls(tls).tls().peerCertificates()).isEmpty();
  }

  @Test
  void saysWhyTlsFailed() throws Exception {
    TestCertificate stranger = TestCertificate.of(NAME);

    assertThat(tlsFailure(Tls.to(NAME, stranger.certificatePem())))
        .startsWith("server certificate not accepted: ");
    assertThat(tlsFailure(Tls.to("another.example", certificate.certificatePem())))
        .startsWith("server certificate not accepted: ")
        .contains("another.example");
    assertThat(
            tlsFailure(
                Tls.unverified(NAME).withClient(stranger.certificatePem(), stranger.keyPem())))
        // In TLS 1.3 the client may send its request before it hears of the refusal; a server that
        // then closes with the request unread resets the connection, and the alert can get lost.
        .matches(why -> why.startsWith("TLS alert ") || why.equals("connection reset"), "refusal");
    assertThat(failure(echo.address(HTTP), Request.get("/").over(Tls.unverified(NAME))))
        .isEqualTo("the server does not speak TLS");
    assertThatThrownBy(
            () ->
                probe.send(
                    echo.address(HTTPS), Request.get("/").over(Tls.to(NAME, "nothing")), PATIENCE))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void saysWhatTheNetworkDid() throws Exception {
    assertThat(failure(ScriptedServer.unusedAddress(), Request.get("/")))
        .isEqualTo("connection refused");
    assertThat(failure(InetSocketAddress.createUnresolved("nowhere.invalid", 80), Request.get("/")))
        .isEqualTo("unknown host nowhere.invalid");
    assertThat(failure(echo.address(HTTP), Request.get("/retry/x?uuid=p&succeedAfter=1")))
        .isEqualTo("connection reset");
    try (var server = new ScriptedServer(ScriptedServer::readHead)) {
      assertThat(failure(server.address(), Request.get("/")))
          .isEqualTo("connection closed before a response");
    }
    try (var server = new ScriptedServer(connection -> connection.getInputStream().read())) {
      assertThat(failure(server.address(), Request.get("/").over(Tls.unverified(NAME))))
          .isIn("connection closed during the TLS handshake", "connection reset");
    }
  }

  @ParameterizedTest
  @CsvSource({"false", "true"})
  void endsWhatTakesTooLong(boolean tls) throws Exception {
    try (var server =
        new ScriptedServer(connection -> connection.getInputStream().readAllBytes())) {
      Request request = tls ? Request.get("/").over(Tls.unverified(NAME)) : Request.get("/");
      assertThat(probe.send(server.address(), request, Duration.ofMillis(100)).failure())
          .isEqualTo("timeout after 100 ms");
    }
  }

  @Test
  void endsABodyThatNobodyReads() throws Exception {
    try (var listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      Exchange exchange =
          probe.send(
              (InetSocketAddress) listener.getLocalSocketAddress(),
              Request.of("POST", "/").body("x".repeat(20 << 20)),
              Duration.ofMillis(200));
      assertThat(exchange.failure()).isEqualTo("timeout after 200 ms");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "nonsense\\n|no status line",
        "HTTP/1.1 200\\nContent-Length: 0\\n\\n|no status line",
        "HTTP/2.0 200 OK\\n\\n|no status line",
        "HTTP/1.1 200 OK\\nA : b\\n\\n|no field line",
        "HTTP/1.1 200 OK\\nA: b\\n c\\n\\n|no field line",
        "HTTP/1.1 200 OK\\nContent-Length: 1\\nTransfer-Encoding: chunked\\n\\n|both",
        "HTTP/1.1 200 OK\\nContent-Length: 1\\nContent-Length: 2\\n\\nab|no length",
        "HTTP/1.1 200 OK\\nContent-Length: +1\\n\\na|no length",
        "HTTP/1.1 200 OK\\nTransfer-Encoding: chunked\\n\\n0x1\\na\\n|no chunk size",
        "HTTP/1.1 200 OK\\nTransfer-Encoding: chunked\\n\\n1\\nab\\n|longer than its size",
      })
  void refusesAnAnswerThatIsMalformed(String answer, String complaint) throws Exception {
    try (var server = ScriptedServer.answering(answer.replace("\\n", "\n"))) {
      assertThat(failure(server.address(), Request.get("/")))
          .startsWith("malformed response: ")
          .contains(complaint);
    }
  }

  @Test
  void tellsAnAnswerThatIsCutShort() throws Exception {
    try (var server = ScriptedServer.answering("HTTP/1.1 200 OK\nContent-Length: 5\n\nabc")) {
      assertThat(failure(server.address(), Request.get("/")))
          .isEqualTo("connection closed after 3 of 5 bytes of content");
    }
  }

  @Test
  void keepsALineOpenAndRedialsWhenTheServerClosedIt() throws Exception {
    try (var server =
            new ScriptedServer(
                connection -> {
                  for (int i = 0; i < 2; i++) { // Two requests, then it closes without a word.
                    ScriptedServer.readHead(connection);
                    ScriptedServer.write(connection, "HTTP/1.1 200 OK\nContent-Length: 1\n\n" + i);
                  }
                });
        var line = probe.line(server.address())) {
      for (String expected : List.of("0", "1", "0", "1")) {
        assertThat(answer(line.exchange(Request.get("/"), PATIENCE)).body()).isEqualTo(expected);
      }
      assertThat(server.connections()).isEqualTo(2);
    }
  }

  @Test
  void keepsALineOverHttp2() throws Exception {
    try (var line = probe.line(echo.address(H2C))) {
      for (int i = 0; i < 300; i++) {
        assertThat(answer(line.exchange(Request.get("/" + i).overH2c(), PATIENCE)).status())
            .isEqualTo(200);
      }
    }
  }

  @Test
  void countsWhoAnswersABurst() throws Exception {
    var statuses = new ConcurrentHashMap<Integer, LongAdder>();
    var connections = new AtomicInteger();
    probe.burst(
        () -> {
          connections.incrementAndGet();
          return echo.address(HTTP);
        },
        Request.get("/status/404"),
        1000,
        4,
        PATIENCE,
        exchange ->
            statuses.computeIfAbsent(answer(exchange).status(), _ -> new LongAdder()).increment());

    assertThat(statuses).hasSize(1);
    assertThat(statuses.get(404).sum()).isEqualTo(1000);
    assertThat(connections).hasValue(4);
  }

  @Test
  void tellsWhatBrokeABurst() {
    assertThatThrownBy(
            () ->
                probe.burst(
                    () -> echo.address(HTTP),
                    Request.get("/"),
                    10,
                    2,
                    PATIENCE,
                    _ -> {
                      throw new IllegalArgumentException("not countable");
                    }))
        .isInstanceOf(IllegalStateException.class)
        .hasRootCauseMessage("not countable");
  }

  @Test
  void stopsWhenInterrupted() throws Exception {
    try (var server =
        new ScriptedServer(connection -> connection.getInputStream().readAllBytes())) {
      var outcome = new CopyOnWriteArrayList<String>();
      Thread caller =
          Thread.startVirtualThread(
              () -> {
                try {
                  outcome.add(
                      "exchange " + probe.send(server.address(), Request.get("/"), PATIENCE));
                } catch (InterruptedException _) {
                  outcome.add("interrupted");
                }
              });
      while (server.connections() == 0) {
        Thread.onSpinWait();
      }
      caller.interrupt();
      caller.join();
      assertThat(outcome).containsExactly("interrupted");
    }
  }

  private static EchoResponse seenOverTls(Tls tls) throws InterruptedException {
    return EchoResponse.parse(
        answer(probe.send(echo.address(HTTPS), Request.get("/").over(tls), PATIENCE)).body());
  }

  private static String tlsFailure(Tls tls) throws InterruptedException {
    return failure(echo.address(HTTPS), Request.get("/").over(tls));
  }

  private static String failure(InetSocketAddress to, Request request) throws InterruptedException {
    Exchange exchange = probe.send(to, request, PATIENCE);
    assertThat(exchange.failure()).as("%s", exchange).isNotNull();
    return exchange.failure();
  }

  private static Response answer(Exchange exchange) {
    assertThat(exchange.failure()).isNull();
    return exchange.response();
  }
}
