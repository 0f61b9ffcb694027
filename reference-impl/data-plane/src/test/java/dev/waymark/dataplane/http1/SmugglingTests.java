package dev.waymark.dataplane.http1;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waymark.dataplane.Backend;
import dev.waymark.dataplane.RawClient;
import dev.waymark.dataplane.TestGateway;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Requests that two recipients might understand differently: refused, the connection closed, and
 * never seen by the backend.
 */
class SmugglingTests {
  private static Backend backend;
  private static TestGateway gateway;
  private static int port;

  @BeforeAll
  static void start() throws IOException {
    backend = Backend.named("backend");
    gateway = TestGateway.start();
    port = gateway.serveAll(backend.port());
  }

  @AfterAll
  static void stop() throws IOException {
    gateway.close();
    backend.close();
  }

  static Stream<Arguments> ambiguous() {
    String smuggled = "GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n";
    return Stream.of(
        vector(
            "both lengths",
            post("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n") + "0\r\n\r\n" + smuggled),
        vector(
            "both lengths, the other way",
            post("Transfer-Encoding: chunked\r\nContent-Length: 5\r\n") + "0\r\n\r\n"),
        vector(
            "two differing lengths", post("Content-Length: 5\r\nContent-Length: 6\r\n") + "hello!"),
        vector("two equal lengths", post("Content-Length: 5\r\nContent-Length: 5\r\n") + "hello"),
        vector("a list of lengths", post("Content-Length: 5, 5\r\n") + "hello"),
        vector("a signed length", post("Content-Length: +5\r\n") + "hello"),
        vector("a negative length", post("Content-Length: -1\r\n")),
        vector("a hexadecimal length", post("Content-Length: 0x5\r\n") + "hello"),
        vector("an empty length", post("Content-Length:\r\n")),
        vector(
            "a length that overflows", post("Content-Length: 18446744073709551621\r\n") + "hello"),
        vector("a space in the length", post("Content-Length: 5 5\r\n") + "hello"),
        vector("an unknown coding", post("Transfer-Encoding: gzip, chunked\r\n") + "0\r\n\r\n"),
        vector("identity", post("Transfer-Encoding: identity\r\n")),
        vector(
            "chunked twice",
            post("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n") + "0\r\n\r\n"),
        vector("chunked in a list", post("Transfer-Encoding: chunked, chunked\r\n") + "0\r\n\r\n"),
        vector(
            "a vertical tab in the coding",
            post("Transfer-Encoding: \u000bchunked\r\n") + "0\r\n\r\n"),
        vector("quoted chunked", post("Transfer-Encoding: \"chunked\"\r\n") + "0\r\n\r\n"),
        vector(
            "a coding in HTTP/1.0",
            "POST / HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
        vector("a space before the colon", post("Content-Length : 5\r\n") + "hello"),
        vector(
            "a space before the colon of the coding",
            post("Transfer-Encoding : chunked\r\n") + "0\r\n\r\n"),
        vector("a tab before the colon", get("X-Header\t: a\r\n")),
        vector("a folded line", get("X-Header: a\r\n b\r\n")),
        vector("a folded line with a tab", get("X-Header: a\r\n\tTransfer-Encoding: chunked\r\n")),
        vector("a folded first line", "GET / HTTP/1.1\r\n Host: a\r\n\r\n"),
        vector("a bare LF behind the request line", "GET / HTTP/1.1\nHost: a\r\n\r\n"),
        vector("a bare LF behind a field", "GET / HTTP/1.1\r\nHost: a\nX-Header: b\r\n\r\n"),
        vector("a bare LF at the end of the head", "GET / HTTP/1.1\r\nHost: a\r\n\n"),
        vector("a bare CR in a value", get("X-Header: a\rTransfer-Encoding: chunked\r\n")),
        vector("NUL in a value", get("X-Header: a\0b\r\n")),
        vector("DEL in a value", get("X-Header: a\u007fb\r\n")),
        vector("NUL in a name", get("X-\0Header: a\r\n")),
        vector("an empty name", get(": a\r\n")),
        vector("a line without a colon", get("X-Header\r\n")),
        vector("a name in brackets", get("X[a]: b\r\n")),
        vector("no host", "GET / HTTP/1.1\r\n\r\n"),
        vector("two hosts", "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n"),
        vector("the same host twice", "GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n"),
        vector("a host with user information", "GET / HTTP/1.1\r\nHost: a@b\r\n\r\n"),
        vector("a host with a path", "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n"),
        vector("a host list", "GET / HTTP/1.1\r\nHost: a, b\r\n\r\n"),
        vector("a host with a bad port", "GET / HTTP/1.1\r\nHost: a:8x\r\n\r\n"),
        vector("absolute form of another host", "GET http://b/ HTTP/1.1\r\nHost: a\r\n\r\n"),
        vector("absolute form of another port", "GET http://a:81/ HTTP/1.1\r\nHost: a\r\n\r\n"),
        vector("absolute form of another scheme", "GET ftp://a/ HTTP/1.1\r\nHost: a\r\n\r\n"),
        vector(
            "absolute form with user information", "GET http://u@a/ HTTP/1.1\r\nHost: a\r\n\r\n"),
        vector("a target that is no path", "GET a HTTP/1.1\r\nHost: a\r\n\r\n"),
        vector("a fragment in the target", "GET /a#b HTTP/1.1\r\nHost: a\r\n\r\n"),
        vector("a control character in the target", "GET /a\u0001 HTTP/1.1\r\nHost: a\r\n\r\n"),
        vector("a byte above ASCII in the target", "GET /\u00e4 HTTP/1.1\r\nHost: a\r\n\r\n"),
        vector("two spaces in the request line", "GET  / HTTP/1.1\r\nHost: a\r\n\r\n"),
        vector("a tab in the request line", "GET\t/ HTTP/1.1\r\nHost: a\r\n\r\n"),
        vector("a space behind the version", "GET / HTTP/1.1 \r\nHost: a\r\n\r\n"),
        vector("no version", "GET /\r\nHost: a\r\n\r\n"),
        vector("a version in lower case", "GET / http/1.1\r\nHost: a\r\n\r\n"),
        vector("a version with too many digits", "GET / HTTP/1.10\r\nHost: a\r\n\r\n"),
        vector("a method with a bad character", "G(T / HTTP/1.1\r\nHost: a\r\n\r\n"),
        vector("an empty method", " / HTTP/1.1\r\nHost: a\r\n\r\n"),
        vector("a chunk size that is no number", chunked("g\r\n")),
        vector("a chunk size with a sign", chunked("-1\r\n")),
        vector("a chunk size with 0x", chunked("0x1\r\na\r\n0\r\n\r\n")),
        vector("a chunk size with a leading space", chunked(" 1\r\na\r\n0\r\n\r\n")),
        vector("a chunk size with a trailing space", chunked("1 \r\na\r\n0\r\n\r\n")),
        vector("a chunk size that overflows", chunked("fffffffffffffffff\r\n")),
        vector("an empty chunk size", chunked("\r\n")),
        vector("a chunk size behind a bare LF", chunked("1\na\r\n0\r\n\r\n")),
        vector("a chunk extension with a bare LF", chunked("1;a\nb\r\na\r\n0\r\n\r\n")),
        vector("a chunk extension with a bare CR", chunked("1;a\rb\r\na\r\n0\r\n\r\n")),
        vector(
            "a chunk extension without end",
            chunked("1;" + "a".repeat(5000) + "\r\na\r\n0\r\n\r\n")),
        vector("a quoted extension with a line end", chunked("1;a=\"\r\n\"\r\na\r\n0\r\n\r\n")),
        vector("a chunk that is longer than it says", chunked("1\r\nab\r\n0\r\n\r\n")),
        vector("a chunk without its end", chunked("1\r\na0\r\n\r\n")),
        vector("a chunk that ends with LF", chunked("1\r\na\n0\r\n\r\n")),
        vector("a trailer with a space before the colon", chunked("0\r\nX : a\r\n\r\n")),
        vector("a trailer section that ends with LF", chunked("0\r\n\n")));
  }

  private static Arguments vector(String name, String bytes) {
    return Arguments.of(name, bytes);
  }

  private static String get(String fields) {
    return "GET / HTTP/1.1\r\nHost: a\r\n" + fields + "\r\n";
  }

  private static String post(String fields) {
    return "POST / HTTP/1.1\r\nHost: a\r\n" + fields + "\r\n";
  }

  private static String chunked(String body) {
    return post("Transfer-Encoding: chunked\r\n") + body;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("ambiguous")
  void refusesWhatIsAmbiguous(String name, String bytes) throws IOException {
    List<Backend.Request> before = backend.requests();
    try (RawClient client = new RawClient(port)) {
      client.send(bytes);
      RawClient.Response response = client.response();
      assertThat(response.status()).isEqualTo(400);
      assertThat(response.header("connection")).isEqualTo("close");
      assertThat(client.read()).as("the connection is closed").isEqualTo(-1);
    }
    assertThat(backend.requests()).as("complete requests at the backend").isEqualTo(before);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("ambiguous")
  void refusesItByteByByteToo(String name, String bytes) throws IOException {
    try (RawClient client = new RawClient(port)) {
      try {
        for (int i = 0; i < Math.min(bytes.length(), 400); i++) {
          client.send(bytes.substring(i, i + 1));
        }
        if (bytes.length() > 400) {
          client.send(bytes.substring(400));
        }
      } catch (IOException closed) {
        // refused before the last byte
      }
      assertThat(client.response().status()).isEqualTo(400);
    }
  }

  @Test
  void takesWhatIsUnusualButClear() throws IOException {
    for (String bytes :
        List.of(
            "\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n",
            "GET / HTTP/1.1\r\nHost:a\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: \t a \t \r\n\r\n",
            "GET / HTTP/1.1\r\nHOST: a\r\n\r\n",
            "GET / HTTP/1.1\r\nHost:\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: [::1]:80\r\n\r\n",
            "GET http://a HTTP/1.1\r\nHost: A\r\n\r\n",
            "GET http://a/?b HTTP/1.1\r\nHost: a\r\n\r\n",
            "OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n",
            "BREW /pot HTTP/1.1\r\nHost: a\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: a\r\nX-Empty:\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: a\r\nX-Latin: \u00e4\r\n\r\n",
            "POST / HTTP/1.1\r\n"
                + "Host: a\r\n"
                + "Transfer-Encoding: Chunked\r\n\r\n"
                + "0a;x=\"y\\\"z\";w\r\n"
                + "0123456789\r\n"
                + "000\r\n"
                + "X: y\r\n\r\n",
            "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n")) {
      try (RawClient client = new RawClient(port)) {
        assertThat(client.send(bytes).response().status())
            .as(bytes)
            .isEqualTo(bytes.startsWith("OPTIONS") ? 404 : 200);
      }
    }
  }
}
