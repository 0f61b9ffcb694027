package dev.waymark.dataplane.gateway;

import static dev.waymark.dataplane.TestGateway.prefix;
import static dev.waymark.dataplane.TestGateway.route;
import static dev.waymark.dataplane.TestGateway.to;
import static org.assertj.core.api.Assertions.assertThat;

import dev.waymark.dataplane.Backend;
import dev.waymark.dataplane.RawClient;
import dev.waymark.dataplane.TestGateway;
import dev.waymark.model.BackendId;
import dev.waymark.model.HeaderEdits;
import dev.waymark.model.PathRewrite;
import dev.waymark.model.RuleAction;
import dev.waymark.model.Scheme;
import dev.waymark.model.Timeouts;
import dev.waymark.model.UpstreamProtocol;
import dev.waymark.model.UrlRewrite;
import dev.waymark.model.WeightedBackend;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a rule does with a request besides choosing where it goes. */
class FiltersTests {
  private TestGateway gateway;
  private Backend backend;

  @BeforeEach
  void start() throws IOException {
    gateway = TestGateway.start();
    backend =
        Backend.answering(
            "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nX-A: 1\r\nx-b: 2\r\nX-C: 3\r\n\r\n");
  }

  @AfterEach
  void stop() throws IOException {
    gateway.close();
    backend.close();
  }

  private static HeaderEdits edits(List<String> set, List<String> add, List<String> remove) {
    return new HeaderEdits(fields(set), fields(add), remove);
  }

  private static List<HeaderEdits.Field> fields(List<String> lines) {
    return lines.stream()
        .map(line -> line.split(":", 2))
        .map(pair -> new HeaderEdits.Field(pair[0], pair[1]))
        .toList();
  }

  private RuleAction forward(
      HeaderEdits request, HeaderEdits response, UrlRewrite rewrite, WeightedBackend... backends) {
    return new RuleAction.Forward(request, response, rewrite, Timeouts.NONE, List.of(backends));
  }

  private WeightedBackend weighted(int weight, BackendId id) {
    return new WeightedBackend(weight, WeightedBackend.Service.of(id));
  }

  private RawClient.Response get(int port, String path, String... headers) throws IOException {
    try (RawClient client = new RawClient(port)) {
      return client.get(path, headers);
    }
  }

  @Test
  void editsHeadersOfRequestsAndResponses() throws IOException {
    BackendId id = gateway.backend("b", backend.port());
    HeaderEdits request =
        edits(List.of("X-Set:new", "Content-Length:7"), List.of("X-Add:more"), List.of("X-Remove"));
    HeaderEdits response = edits(List.of("X-A:set"), List.of("x-add:r"), List.of("X-B", "x-none"));
    int port =
        gateway.serve(
            route("r", prefix("/", forward(request, response, UrlRewrite.NONE, weighted(1, id)))));

    RawClient.Response got =
        get(port, "/", "x-set: old", "X-Set: older", "x-add: some", "x-rEmove: 1", "X-Keep: k");

    Backend.Request seen = backend.lastRequest();
    assertThat(seen.header("x-set")).isEqualTo("new");
    assertThat(seen.header("x-add")).isEqualTo("some,more");
    assertThat(seen.header("x-remove")).isEmpty();
    assertThat(seen.header("x-keep")).isEqualTo("k");
    assertThat(seen.header("content-length")).as("framing is not a route's to change").isEmpty();
    assertThat(got.header("x-a")).isEqualTo("set");
    assertThat(got.header("x-b")).isEmpty();
    assertThat(got.header("x-c")).isEqualTo("3");
    assertThat(got.header("x-add")).isEqualTo("r");
  }

  @Test
  void editsAroundABackendInsideThoseOfItsRule() throws IOException {
    WeightedBackend.Service service =
        new WeightedBackend.Service(
            gateway.backend("b", backend.port()),
            UpstreamProtocol.HTTP_1_1,
            edits(List.of("X-Both:backend"), List.of(), List.of()),
            edits(List.of("X-A:backend"), List.of(), List.of()));
    HeaderEdits outer = edits(List.of("X-Both:rule", "X-A:rule"), List.of(), List.of());
    int port =
        gateway.serve(
            route(
                "r",
                prefix(
                    "/", forward(outer, outer, UrlRewrite.NONE, new WeightedBackend(1, service)))));
    assertThat(get(port, "/").header("x-a")).isEqualTo("rule");
    assertThat(backend.lastRequest().header("x-both")).isEqualTo("backend");
  }

  @Test
  void rewritesPathAndHost() throws IOException {
    BackendId id = gateway.backend("b", backend.port());
    UrlRewrite strip = new UrlRewrite(Optional.empty(), new PathRewrite.Prefix("/strip", ""));
    UrlRewrite swap =
        new UrlRewrite(Optional.of("inner.test"), new PathRewrite.Prefix("/swap", "/other"));
    UrlRewrite full = new UrlRewrite(Optional.empty(), new PathRewrite.Full("/full"));
    int port =
        gateway.serve(
            route(
                "r",
                prefix(
                    "/strip", forward(HeaderEdits.NONE, HeaderEdits.NONE, strip, weighted(1, id))),
                prefix("/swap", forward(HeaderEdits.NONE, HeaderEdits.NONE, swap, weighted(1, id))),
                prefix(
                    "/one", forward(HeaderEdits.NONE, HeaderEdits.NONE, full, weighted(1, id)))));
    get(port, "/strip/three?q=1");
    assertThat(backend.lastRequest().line()).isEqualTo("GET /three?q=1 HTTP/1.1");
    get(port, "/strip?q");
    assertThat(backend.lastRequest().line()).isEqualTo("GET /?q HTTP/1.1");
    get(port, "/swap/x");
    assertThat(backend.lastRequest().line()).isEqualTo("GET /other/x HTTP/1.1");
    assertThat(backend.lastRequest().header("host")).isEqualTo("inner.test");
    get(port, "/one/two?q=%20");
    assertThat(backend.lastRequest().line()).isEqualTo("GET /full?q=%20 HTTP/1.1");
    assertThat(backend.lastRequest().header("host")).isEqualTo("example.com");
  }

  @ParameterizedTest(name = "scheme {0}, host {1}, port {2}, path {3} -> {4}")
  @CsvSource(
      nullValues = "-",
      value = {
        "-,     -,           -,    -,            http://example.com:PORT/p/x?q=1",
        "http,  -,           -,    -,            http://example.com/p/x?q=1",
        "https, -,           -,    -,            https://example.com/p/x?q=1",
        "-,     example.org, -,    -,            http://example.org:PORT/p/x?q=1",
        "-,     -,           80,   -,            http://example.com/p/x?q=1",
        "-,     -,           8080, -,            http://example.com:8080/p/x?q=1",
        "https, -,           443,  -,            https://example.com/p/x?q=1",
        "https, -,           8443, -,            https://example.com:8443/p/x?q=1",
        "http,  -,           443,  -,            http://example.com:443/p/x?q=1",
        "http,  example.org, -,    full /new,    http://example.org/new?q=1",
        "http,  -,           -,    prefix /new,  http://example.com/new/x?q=1",
        "http,  -,           -,    prefix /,     http://example.com/x?q=1",
      })
  void redirects(String scheme, String host, Integer portTo, String path, String location)
      throws IOException {
    PathRewrite rewrite =
        path == null
            ? PathRewrite.KEEP
            : path.startsWith("full")
                ? new PathRewrite.Full(path.substring(5))
                : new PathRewrite.Prefix("/p", path.substring(7));
    RuleAction redirect =
        new RuleAction.Redirect(
            Optional.ofNullable(scheme).map(text -> Scheme.valueOf(text.toUpperCase())),
            Optional.ofNullable(host),
            Optional.ofNullable(portTo),
            rewrite,
            301,
            edits(List.of("X-Set:1"), List.of(), List.of()));
    int port = gateway.serve(route("r", prefix("/p", redirect)));
    RawClient.Response response = get(port, "/p/x?q=1");
    assertThat(response.status()).isEqualTo(301);
    assertThat(response.header("location"))
        .isEqualTo(location.replace("PORT", Integer.toString(port)));
    assertThat(response.header("x-set")).isEqualTo("1");
    assertThat(response.header("content-length")).isEqualTo("0");
  }

  @Test
  void answersWhatCannotBeForwarded() throws IOException {
    BackendId nobody = gateway.backend("empty", new int[0]);
    BackendId refusing = gateway.backend("refusing", TestGateway.freePort());
    WeightedBackend invalid =
        new WeightedBackend(1, new WeightedBackend.Invalid("no such Service"));
    int port =
        gateway.serve(
            route(
                "r",
                prefix("/empty", to(nobody)),
                prefix("/refusing", to(refusing)),
                prefix("/fail", new RuleAction.Fail(500, "no backend")),
                prefix(
                    "/invalid",
                    forward(HeaderEdits.NONE, HeaderEdits.NONE, UrlRewrite.NONE, invalid)),
                prefix(
                    "/half",
                    forward(
                        HeaderEdits.NONE,
                        HeaderEdits.NONE,
                        UrlRewrite.NONE,
                        invalid,
                        weighted(1, gateway.backend("b", backend.port()))))));
    assertThat(get(port, "/empty").status()).isEqualTo(503);
    assertThat(get(port, "/refusing").status()).isEqualTo(503);
    assertThat(get(port, "/fail").status()).isEqualTo(500);
    assertThat(get(port, "/invalid").status()).isEqualTo(500);
    assertThat(get(port, "/other").status()).isEqualTo(404);
    int failed = 0;
    try (RawClient client = new RawClient(port)) {
      for (int i = 0; i < 100; i++) {
        failed += client.get("/half").status() == 500 ? 1 : 0;
      }
    }
    assertThat(failed).as("of 100 with half of the weight at an invalid backend").isBetween(45, 55);
  }

  @Test
  void keepsToTheRoutesTimeouts() throws IOException {
    CountDownLatch end = new CountDownLatch(1);
    try (Backend slow =
        Backend.scripted(
            (_, _, _) -> {
              await(end);
              return false;
            })) {
      BackendId id = gateway.backend("slow", slow.port());
      Timeouts request = new Timeouts(Optional.of(Duration.ofMillis(100)), Optional.empty());
      Timeouts attempt = new Timeouts(Optional.empty(), Optional.of(Duration.ofMillis(100)));
      int port =
          gateway.serve(
              route(
                  "r",
                  prefix("/request", timed(request, id)),
                  prefix("/attempt", timed(attempt, id))));
      assertThat(get(port, "/request").status()).isEqualTo(504);
      assertThat(get(port, "/attempt").status()).isEqualTo(504);
      end.countDown();
    }
  }

  private RuleAction timed(Timeouts timeouts, BackendId id) {
    return new RuleAction.Forward(
        HeaderEdits.NONE, HeaderEdits.NONE, UrlRewrite.NONE, timeouts, List.of(weighted(1, id)));
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
