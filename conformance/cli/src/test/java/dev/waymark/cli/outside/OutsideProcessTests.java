package dev.waymark.cli.outside;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.waymark.cli.outside.Curl.Output;
import dev.waymark.echo.EchoResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@WithOutsideGateway
class OutsideProcessTests {

  @TempDir private Path directory;
  private final OutsideGateway gateway;

  OutsideProcessTests(OutsideGateway gateway) {
    this.gateway = gateway;
  }

  @BeforeAll
  static void needsCurl() {
    assumeTrue(Curl.isInstalled(), Curl.PROGRAM + " is missing: install curl to run these tests");
  }

  @Test
  void curlReachesABackendThroughTheGateway() throws Exception {
    Output http1 = get("http://echo.outside.example/path?q=1", "--http1.1", "-H", "X-Own: 1");

    assertThat(http1.output()).startsWith("HTTP/1.1 200 OK\r\n");
    assertThat(EchoResponse.parse(http1.body()))
        .returns("/path?q=1", EchoResponse::path)
        .returns("echo.outside.example", EchoResponse::host)
        .returns("outside", EchoResponse::namespace)
        .satisfies(seen -> assertThat(seen.header("X-Own")).containsExactly("1"))
        .satisfies(seen -> assertThat(seen.pod()).startsWith("echo-"));
  }

  @Test
  void curlSpeaksHttp2ToTheGateway() throws Exception {
    Output http2 = get("http://echo.outside.example/two", "--http2-prior-knowledge");

    assertThat(http2.output()).startsWith("HTTP/2 200");
    assertThat(EchoResponse.parse(http2.body()).path()).isEqualTo("/two");
  }

  @Test
  void curlSendsABodyThroughTheGateway() throws Exception {
    Path body = Files.writeString(directory.resolve("body"), "x".repeat(200_000));

    for (String framing : new String[] {"Content-Type: text/plain", "Transfer-Encoding: chunked"}) {
      Output posted =
          get("http://echo.outside.example/post", "--data-binary", "@" + body, "-H", framing);
      assertThat(posted.exitCode()).as(posted.output()).isZero();
      assertThat(EchoResponse.parse(posted.body()).method()).isEqualTo("POST");
    }
  }

  @Test
  void nginxServesBehindTheGateway() throws Exception {
    assumeTrue(Nginx.isInstalled(), Nginx.PROGRAM + " is missing: install nginx to run this test");
    Path root = Files.createDirectory(directory.resolve("nginx"));
    String text = "0123456789abcdef".repeat(200_000); // 3.2 MB: many reads and writes on each leg
    Files.writeString(root.resolve("long.txt"), text);
    Files.writeString(root.resolve("index.html"), "the first page");
    try (Nginx nginx = Nginx.serving(root)) {
      gateway.serveBy(nginx.address());
      gateway.awaitServing("process.outside.example");

      assertThat(get("http://process.outside.example/seen?a=b").output())
          .startsWith("HTTP/1.1 200 OK\r\n")
          .containsIgnoringCase("\r\nX-Served-By: nginx/")
          .endsWith("host=process.outside.example method=GET uri=/seen?a=b\n");
      assertThat(get("http://process.outside.example/long.txt").body().equals(text))
          .as("a long body arrives as it was sent")
          .isTrue();
      assertThat(get("http://process.outside.example/absent").output()).startsWith("HTTP/1.1 404 ");
    }
  }

  private Output get(String url, String... options) throws IOException, InterruptedException {
    return Curl.get(gateway.address(), url, options);
  }
}
