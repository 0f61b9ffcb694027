package dev.waymark.kit.probe;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.waymark.kit.Header;
import dev.waymark.kit.probe.RawAnswer.Ending;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RawProbeTests {

  private static EchoBackend echo;
  private static RawProbe probe;

  @BeforeAll
  static void start() throws IOException {
    echo = new EchoBackend(Map.of());
    probe = new RawProbe();
  }

  @AfterAll
  static void stop() throws IOException {
    probe.close();
    echo.close();
  }

  @Test
  void tellsEveryResponseAndThatTheServerCloses() throws Exception {
    RawAnswer answer =
        send(
            echo.address(3000),
            "HEAD / HTTP/1.1\nHost: a\n\n"
                + "GET /status/404 HTTP/1.1\nHost: a\n\n"
                + "GET /status/204 HTTP/1.1\nHost: a\nConnection: close\n\n",
            Duration.ofSeconds(10),
            "HEAD");

    assertThat(answer.statuses()).containsExactly(200, 404, 204);
    assertThat(answer.ending()).isEqualTo(Ending.CLOSED);
    assertThat(answer.remark()).isNull();
  }

  @Test
  void sendsMalformedBytesAsTheyAre() throws Exception {
    RawAnswer answer =
        send(echo.address(3000), "GET / HTTP/1.1\nHost : a\n\n", Duration.ofSeconds(10));

    assertThat(answer.statuses()).containsExactly(400);
    assertThat(answer.ending()).isEqualTo(Ending.CLOSED);
  }

  @Test
  void tellsThatTheConnectionStaysOpen() throws Exception {
    RawAnswer answer =
        send(echo.address(3000), "GET /health HTTP/1.1\nHost: a\n\n", Duration.ofMillis(200));

    assertThat(answer.statuses()).containsExactly(200);
    assertThat(answer.ending()).isEqualTo(Ending.OPEN);
  }

  @Test
  void believesTheConnectionRatherThanItsHeader() throws Exception {
    try (var server =
        new ScriptedServer(
            connection -> {
              ScriptedServer.readHead(connection);
              ScriptedServer.write(
                  connection, "HTTP/1.1 400 No\nConnection: close\nContent-Length: 0\n\n");
              connection.getInputStream().readAllBytes(); // and stays
            })) {
      assertThat(send(server.address(), "GET / HTTP/1.1\nHost: a\n\n", Duration.ofMillis(200)))
          .returns(Ending.OPEN, RawAnswer::ending)
          .returns(List.of(400), RawAnswer::statuses);
    }
  }

  @Test
  void tellsResetsAndRefusals() throws Exception {
    RawAnswer reset =
        send(
            echo.address(3000),
            "GET /retry/x?uuid=raw&succeedAfter=1 HTTP/1.1\nHost: a\n\n",
            Duration.ofSeconds(10));
    assertThat(reset.ending()).isEqualTo(Ending.RESET);

    RawAnswer refused = send(ScriptedServer.unusedAddress(), "", Duration.ofSeconds(10));
    assertThat(refused.ending()).isEqualTo(Ending.NONE);
    assertThat(refused.remark()).isEqualTo("connection refused");
  }

  @Test
  void readsTrailersAndRemarksOnWhatIsNoResponse() throws Exception {
    try (var server =
        ScriptedServer.answering(
            "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n0\nX-T: 1\n\nleft over\n")) {
      RawAnswer answer =
          send(server.address(), "GET / HTTP/1.1\nHost: a\n\n", Duration.ofSeconds(10));

      assertThat(answer.responses().getFirst().trailers()).containsExactly(new Header("X-T", "1"));
      assertThat(answer.remark()).contains("\"left over\" is no status line");
    }
  }

  private static RawAnswer send(
      InetSocketAddress to, String text, Duration patience, String... methods)
      throws InterruptedException {
    byte[] bytes = text.replace("\n", "\r\n").getBytes(ISO_8859_1);
    return probe.send(to, null, bytes, List.of(methods), patience);
  }
}
