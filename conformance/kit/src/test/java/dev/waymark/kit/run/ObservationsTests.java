package dev.waymark.kit.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waymark.kit.Exchange;
import dev.waymark.kit.Header;
import dev.waymark.kit.Request;
import dev.waymark.kit.Response;
import dev.waymark.kit.verdict.Json;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class ObservationsTests {
  private static final InetSocketAddress TO = new InetSocketAddress("127.0.0.1", 80);

  @Test
  void whoAnsweredAndWhatItSaw() {
    JsonNode seen =
        answered(
            new Response(
                200,
                "HTTP/1.1",
                List.of(
                    new Header("Content-Type", "application/json"),
                    new Header("X-A", "1"),
                    new Header("x-a", "2")),
                """
                {"path": "/p?q", "host": "h", "method": "GET", "proto": "HTTP/1.1", "namespace": "ns",
                "pod": "infra-backend-v1-5f6c-x2k9p", "headers": {"X-One": ["1", "2"]}}
                """,
                null));

    assertThat(seen.path("status").asInt()).isEqualTo(200);
    assertThat(seen.path("backend").asString()).isEqualTo("infra-backend-v1");
    assertThat(seen.path("headers").path("x-a").asString()).isEqualTo("1,2");
    assertThat(seen.path("seen").path("path").asString()).isEqualTo("/p?q");
    assertThat(seen.path("seen").path("headers").path("x-one").asString()).isEqualTo("1,2");
  }

  @Test
  void redirectsAreTakenApart() {
    JsonNode location = answered(redirect("http://example.org:8080/a?b=c")).path("location");
    assertThat(location.toString())
        .isEqualTo(
            "{\"scheme\":\"http\",\"host\":\"example.org\",\"port\":8080,\"path\":\"/a\",\"query\":\"b=c\"}");
    assertThat(answered(redirect("http://example.org/")).path("location").path("port").asString())
        .isEqualTo("absent");
    assertThat(answered(redirect("http://[")).path("location").path("unreadable").asString())
        .isEqualTo("http://[");
  }

  @Test
  void answersOfOthersAndNoAnswers() {
    JsonNode page = answered(new Response(404, "HTTP/1.1", List.of(), "x".repeat(900), null));
    assertThat(page.has("backend")).isFalse();
    assertThat(page.path("body").asString()).hasSize(501);
    JsonNode none =
        Observations.of(Exchange.failed(TO, Request.get("/"), "connection refused", Duration.ZERO));
    assertThat(none.path("error").asString()).isEqualTo("connection refused");
    assertThat(none.has("status")).isFalse();
  }

  @Test
  void statusesAreKeyedByName() {
    JsonNode route =
        Observations.of(
            Optional.of(
                Json.read(
                    """
                    {"metadata": {"namespace": "ns", "generation": 2}, "status": {"parents": [
                      {"controllerName": "c", "parentRef": {"name": "gw", "sectionName": "http", "port": 80}, "conditions":
                        [{"type": "Accepted", "status": "True", "reason": "Accepted", "observedGeneration": 1}]},
                      {"controllerName": "c", "parentRef": {"name": "gw", "namespace": "far"}, "conditions":
                        [{"type": "Accepted", "status": "False", "reason": "No", "observedGeneration": 2}]},
                      {"controllerName": "foreign", "parentRef": {"name": "gw"}}]}}
                    """)),
            new Controllers("c", "mesh"));

    assertThat(route.path("parentNames").toString()).isEqualTo("[\"ns/gw#http:80\",\"far/gw\"]");
    assertThat(route.path("acceptedParents").toString()).isEqualTo("[\"ns/gw#http:80\"]");
    JsonNode stale =
        route.path("parents").path("ns/gw#http:80").path("conditions").path("Accepted");
    assertThat(stale.path("current").asBoolean()).isFalse();
    assertThat(Observations.of(Optional.empty(), Controllers.NONE).toString())
        .isEqualTo("{\"exists\":false}");
  }

  private static Response redirect(String location) {
    return new Response(302, "HTTP/1.1", List.of(new Header("Location", location)), "", null);
  }

  private static JsonNode answered(Response response) {
    return Observations.of(Exchange.answered(TO, Request.get("/"), response, Duration.ofMillis(3)));
  }
}
