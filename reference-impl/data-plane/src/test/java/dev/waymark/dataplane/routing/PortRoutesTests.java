package dev.waymark.dataplane.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waymark.dataplane.http.RequestHead;
import dev.waymark.model.Expression;
import dev.waymark.model.HeaderMatch;
import dev.waymark.model.HostPattern;
import dev.waymark.model.HttpMatch;
import dev.waymark.model.HttpRoute;
import dev.waymark.model.HttpRule;
import dev.waymark.model.Listener;
import dev.waymark.model.PathMatch;
import dev.waymark.model.Port;
import dev.waymark.model.QueryParamMatch;
import dev.waymark.model.RouteKey;
import dev.waymark.model.RuleAction;
import dev.waymark.model.ValueMatch;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the property over random configurations does not reach. */
class PortRoutesTests {
  private final SegmentEnds ends = new SegmentEnds();

  private static HttpRule rule(int status, HttpMatch... matches) {
    return new HttpRule("", List.of(matches), new RuleAction.Fail(status, ""));
  }

  private static PortRoutes table(HttpRule... rules) {
    HttpRoute route = new HttpRoute(new RouteKey("n", "r"), Instant.EPOCH, List.of(rules));
    return PortRoutes.of(
        new Port.Http(
            80,
            List.of(
                new Listener(
                    "l",
                    HostPattern.ANY,
                    List.of(new Listener.AttachedRoute(List.of(HostPattern.ANY), route))))));
  }

  private int status(PortRoutes table, RequestHead request) {
    return ((Action.Reply) table.find(request, ends)).status();
  }

  @Test
  void triesExpressionsBehindPrefixesLongerFirst() {
    PortRoutes table =
        table(
            rule(500, HttpMatch.of(new PathMatch.Regex(Expression.of("/a/.*")))),
            rule(501, HttpMatch.of(new PathMatch.Regex(Expression.of("/a/[0-9]+")))),
            rule(502, HttpMatch.of(new PathMatch.Prefix("/a/b"))));
    assertThat(status(table, Requests.get("h", "/a/b"))).isEqualTo(502);
    assertThat(status(table, Requests.get("h", "/a/12"))).isEqualTo(501);
    assertThat(status(table, Requests.get("h", "/a/x"))).isEqualTo(500);
    assertThat(status(table, Requests.get("h", "/b"))).isEqualTo(404);
  }

  @Test
  void joinsHeadersOfOneName() {
    HeaderMatch both = new HeaderMatch("X", new ValueMatch.Exact("1,2"));
    PortRoutes table = table(rule(500, HttpMatch.of(PathMatch.EVERY).withHeaders(List.of(both))));
    RequestHead request = Requests.of("GET", "h", "/", Map.of("x", "1"));
    assertThat(status(table, request)).isEqualTo(404);
    request.headers().add("X", "2");
    assertThat(status(table, request)).isEqualTo(500);
  }

  @Test
  void matchesHeadersAndParametersByExpression() {
    HeaderMatch header = new HeaderMatch("x", new ValueMatch.Regex(Expression.of("[a-c]+")));
    QueryParamMatch parameter =
        new QueryParamMatch("p", new ValueMatch.Regex(Expression.of("\\d*")));
    PortRoutes table =
        table(
            rule(
                500,
                new HttpMatch(
                    PathMatch.EVERY, Optional.empty(), List.of(header), List.of(parameter))));
    assertThat(status(table, Requests.of("GET", "h", "/?p=12", Map.of("X", "abc")))).isEqualTo(500);
    assertThat(status(table, Requests.of("GET", "h", "/?p", Map.of("X", "abc")))).isEqualTo(500);
    assertThat(status(table, Requests.of("GET", "h", "/?p=1x", Map.of("X", "abc")))).isEqualTo(404);
    assertThat(status(table, Requests.of("GET", "h", "/?p=1", Map.of("X", "abcd")))).isEqualTo(404);
  }

  @Test
  void decodesParametersAndTakesTheFirst() {
    QueryParamMatch parameter = new QueryParamMatch("a b", new ValueMatch.Exact("c&d=\u00e4"));
    PortRoutes table =
        table(
            rule(
                500,
                new HttpMatch(PathMatch.EVERY, Optional.empty(), List.of(), List.of(parameter))));
    assertThat(status(table, Requests.get("h", "/?a+b=c%26d=%C3%a4"))).isEqualTo(500);
    assertThat(status(table, Requests.get("h", "/?x=1&&a%20b=c%26d%3D%C3%A4&a+b=e")))
        .isEqualTo(500);
    assertThat(status(table, Requests.get("h", "/?a+b=e&a+b=c%26d=%C3%A4"))).isEqualTo(404);
    assertThat(status(table, Requests.get("h", "/?A+b=c%26d=%C3%A4"))).isEqualTo(404);
  }

  @Test
  void comparesPathsAsTheyArrive() {
    PortRoutes table = table(rule(500, HttpMatch.of(new PathMatch.Prefix("/a"))));
    assertThat(status(table, Requests.get("h", "/%61"))).isEqualTo(404);
    assertThat(status(table, Requests.get("h", "/a/../b"))).isEqualTo(500);
  }

  @Test
  void allocatesNothingHoweverManyRoutesThereAre() {
    var thread = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    List<HttpRule> rules = new ArrayList<>();
    for (int i = 0; i < 2000; i++) {
      rules.add(rule(500, HttpMatch.of(new PathMatch.Prefix("/some/where/" + i))));
    }
    PortRoutes table = table(rules.toArray(HttpRule[]::new));
    RequestHead request = Requests.get("h", "/some/where/1999/deep/down");
    for (int i = 0; i < 100; i++) {
      status(table, request);
    }
    long before = thread.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < 1000; i++) {
      status(table, request);
    }
    assertThat(thread.getCurrentThreadAllocatedBytes() - before).isLessThan(10_000);
  }
}
