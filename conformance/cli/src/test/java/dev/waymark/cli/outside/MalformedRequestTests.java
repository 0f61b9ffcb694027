package dev.waymark.cli.outside;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.waymark.kit.probe.RawAnswer;
import dev.waymark.kit.probe.RawAnswer.Ending;
import dev.waymark.kit.probe.RawProbe;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Requests that two parsers may read differently, by which a second request can be smuggled past a
 * gateway: the reference refuses each with 400, and closes the connection so that no byte after it
 * is taken for a request. Judged by the kit's probe, which shares no code with the gateway's
 * parser.
 */
@WithOutsideGateway
class MalformedRequestTests {

  private static final String HOST = "Host: echo.outside.example\r\n";
  private static final String POST = "POST /x HTTP/1.1\r\n" + HOST;
  private static final String SMUGGLED = "GET /smuggled HTTP/1.1\r\n" + HOST + "\r\n";

  private final OutsideGateway gateway;
  private final RawProbe probe = new RawProbe();

  MalformedRequestTests(OutsideGateway gateway) {
    this.gateway = gateway;
  }

  @AfterEach
  void stop() {
    probe.close();
  }

  @Test
  void wellFormedRequestsAreAnsweredOneByOne() throws InterruptedException {
    String two =
        POST
            + "Transfer-Encoding: chunked\r\n\r\n5;name=value\r\nhello\r\n0\r\nX-Trailer: t\r\n\r\n"
            + "GET /second HTTP/1.1\r\n"
            + HOST
            + "Connection: close\r\n\r\n";
    assertThat(send(two).responses()).hasSize(2);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("vectors")
  void ambiguousRequestsAreRefused(String name, String request) throws InterruptedException {
    RawAnswer answer = send(request + SMUGGLED);

    assertThat(answer.statuses()).as("%s", answer).containsExactly(400);
    assertThat(answer.ending()).as("%s", answer).isIn(Ending.CLOSED, Ending.RESET);
  }

  static Stream<Arguments> vectors() {
    return Stream.of(
        vector(
            "both length headers",
            POST + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
        vector("two lengths", POST + "Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello"),
        vector("a length with a sign", POST + "Content-Length: +5\r\n\r\nhello"),
        vector("a negative length", POST + "Content-Length: -5\r\n\r\n"),
        vector("a hexadecimal length", POST + "Content-Length: 0x5\r\n\r\nhello"),
        vector("an empty length", POST + "Content-Length:\r\n\r\n"),
        vector("an endless length", POST + "Content-Length: 99999999999999999999\r\n\r\n"),
        vector("lengths in a list", POST + "Content-Length: 5, 6\r\n\r\nhello"),
        vector("an unknown coding", POST + "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n"),
        vector(
            "chunked is not last", POST + "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n"),
        vector("chunked twice", POST + "Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n"),
        vector(
            "a coding with a vertical tab",
            POST + "Transfer-Encoding: \u000bchunked\r\n\r\n0\r\n\r\n"),
        vector(
            "chunked in HTTP/1.0",
            "POST /x HTTP/1.0\r\n" + HOST + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
        vector("a prefixed chunk size", chunked("0x5\r\nhello\r\n0\r\n\r\n")),
        vector("a signed chunk size", chunked("+5\r\nhello\r\n0\r\n\r\n")),
        vector("a negative chunk size", chunked("-5\r\nhello\r\n0\r\n\r\n")),
        vector("no chunk size", chunked("\r\nhello\r\n0\r\n\r\n")),
        vector("an endless chunk size", chunked("fffffffffffffffff\r\nhello\r\n0\r\n\r\n")),
        vector("a chunk longer than its size", chunked("5\r\nhello!\r\n0\r\n\r\n")),
        vector("a chunk size ended by LF", chunked("5\nhello\r\n0\r\n\r\n")),
        vector("space before the colon", "GET /x HTTP/1.1\r\nHost : echo.outside.example\r\n\r\n"),
        vector("space before a length's colon", POST + "Content-Length : 5\r\n\r\nhello"),
        vector("a folded field", "GET /x HTTP/1.1\r\n" + HOST + "X-A: a\r\n b\r\n\r\n"),
        vector("a folded first field", "GET /x HTTP/1.1\r\n X-A: a\r\n" + HOST + "\r\n"),
        vector("a bare LF after a field", "GET /x HTTP/1.1\r\n" + HOST + "X-A: a\nX-B: b\r\n\r\n"),
        vector("a bare LF after the request line", "GET /x HTTP/1.1\n" + HOST + "\r\n"),
        vector("a bare CR in a field", "GET /x HTTP/1.1\r\n" + HOST + "X-A: a\rX-B: b\r\n\r\n"),
        vector("a NUL in a field", "GET /x HTTP/1.1\r\n" + HOST + "X-A: a\u0000b\r\n\r\n"),
        vector("a field without a colon", "GET /x HTTP/1.1\r\n" + HOST + "X-A\r\n\r\n"),
        vector("a field without a name", "GET /x HTTP/1.1\r\n" + HOST + ": a\r\n\r\n"),
        vector("a name that is no token", "GET /x HTTP/1.1\r\n" + HOST + "X(A): a\r\n\r\n"),
        vector("no host", "GET /x HTTP/1.1\r\n\r\n"),
        vector("two hosts", "GET /x HTTP/1.1\r\n" + HOST + "Host: other.example\r\n\r\n"),
        vector(
            "an absolute target at odds with the host",
            "GET http://other.example/x HTTP/1.1\r\n" + HOST + "\r\n"),
        vector("a space in the target", "GET /x y HTTP/1.1\r\n" + HOST + "\r\n"),
        vector("a protocol in lower case", "GET /x http/1.1\r\n" + HOST + "\r\n"),
        vector("no version", "GET /x\r\n" + HOST + "\r\n"));
  }

  private static Arguments vector(String name, String request) {
    return Arguments.of(name, request);
  }

  private static String chunked(String body) {
    return POST + "Transfer-Encoding: chunked\r\n\r\n" + body;
  }

  private RawAnswer send(String request) throws InterruptedException {
    return probe.send(gateway.address(), null, request.getBytes(ISO_8859_1), Duration.ofSeconds(5));
  }
}
