package dev.waymark.kit.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waymark.kit.Exchange;
import dev.waymark.kit.Request;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class ClientOutputTests {
  private static final String TWO_ANSWERS =
      """
      [0] Url=http://echo/one
      [0] Latency=1.2ms
      [0] ActiveRequests=0
      [0] StatusCode=200
      [0] ResponseHeader=Content-Type:application/json
      [0] ResponseHeader=X-Two:a
      [0] ResponseHeader=X-Two:b:c
      [0 body] {
      [0 body]  "path": "/one",
      [0 body]  "host": "echo",
      [0 body]  "method": "GET",
      [0 body]  "proto": "HTTP/1.1",
      [0 body]  "headers": {},
      [0 body]  "namespace": "ns",
      [0 body]  "ingress": "",
      [0 body]  "service": "",
      [0 body]  "pod": "echo-v1-abc-def"
      [0 body] }

      [1] Url=http://echo/one
      [1] StatusCode=404

      2026-11-25T09:00:00Z\tinfo\tAll requests succeeded
      """;

  @Test
  void eachRequestHasItsAnswer() {
    var responses = ClientOutput.responses(TWO_ANSWERS);

    assertThat(responses).extracting(response -> response.status()).containsExactly(200, 404);
    assertThat(responses.getFirst().header("x-two")).contains("a,b:c");
    assertThat(ClientOutput.failure(TWO_ANSWERS)).isEmpty();
  }

  @Test
  void whatTheWorkloadSawIsPartOfTheObservation() {
    JsonNode seen =
        Observations.of(
            Exchange.answered(
                InetSocketAddress.createUnresolved("echo", 80),
                Request.get("/one"),
                ClientOutput.responses(TWO_ANSWERS).getFirst(),
                Duration.ZERO));

    assertThat(seen.path("backend").asString()).isEqualTo("echo-v1");
    assertThat(seen.path("seen").path("path").asString()).isEqualTo("/one");
  }

  @Test
  void aClientThatGaveUpSaysWhy() {
    String output =
        """
        2026-11-25T09:00:00Z\tfatal\tError 1/1 requests had errors; first error: connection refused

        """;
    assertThat(ClientOutput.responses(output)).isEmpty();
    assertThat(ClientOutput.failure(output)).contains("connection refused");
  }

  @Test
  void whatIsNoneOfTheClientsLinesIsNoAnswer() {
    assertThat(ClientOutput.responses("[x] StatusCode=200\n[0] StatusCode=abc\nStatusCode=200\n"))
        .isEmpty();
  }
}
