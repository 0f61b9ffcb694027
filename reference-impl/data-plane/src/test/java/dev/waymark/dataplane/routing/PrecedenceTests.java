package dev.waymark.dataplane.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waymark.model.HeaderMatch;
import dev.waymark.model.HostPattern;
import dev.waymark.model.HttpMatch;
import dev.waymark.model.HttpMethod;
import dev.waymark.model.HttpRoute;
import dev.waymark.model.HttpRule;
import dev.waymark.model.Listener;
import dev.waymark.model.PathMatch;
import dev.waymark.model.Port;
import dev.waymark.model.QueryParamMatch;
import dev.waymark.model.RouteKey;
import dev.waymark.model.RuleAction;
import dev.waymark.model.ValueMatch;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The table decides as the standard's text does, over configurations and requests drawn from a
 * small world where much collides.
 */
class PrecedenceTests {
  private static final List<String> HOSTS =
      List.of("*", "a.test", "*.a.test", "*.b.a.test", "b.a.test", "x.b.a.test", "*.test");
  private static final List<String> ASKED =
      List.of(
          "a.test",
          "b.a.test",
          "c.a.test",
          "x.b.a.test",
          "y.b.a.test",
          "other",
          "z.test",
          "B.A.test:80");
  private static final List<String> PATHS =
      List.of("/", "/a", "/a/", "/a/b", "/a/b/c", "/ab", "/A");
  private static final List<String> ASKED_PATHS =
      List.of(
          "/",
          "/a",
          "/a/",
          "/a/b",
          "/a/b/",
          "/a/b/c",
          "/a/b/c/d",
          "/ab",
          "/abc",
          "/A",
          "/a//b",
          "//a",
          "/c");

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void agreesWithTheStandard(long seed) {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    int found = 0;
    for (int round = 0; round < 60; round++) {
      Port port = port(random);
      PortRoutes table = PortRoutes.of(port);
      for (int i = 0; i < 60; i++) {
        Oracle.Request request = request(random);
        Optional<RuleAction> expected = Oracle.decide(port, request);
        Action actual =
            table.find(
                Requests.of(
                    request.method(),
                    ask(random, request.host()),
                    target(request),
                    request.headers()),
                new SegmentEnds());
        int status = expected.map(action -> ((RuleAction.Fail) action).status()).orElse(404);
        assertThat(actual).as("%s in %s", request, port).isEqualTo(new Action.Reply(status));
        found += expected.isPresent() ? 1 : 0;
      }
    }
    assertThat(found).as("requests that some rule matched").isGreaterThan(500);
  }

  private static String ask(RandomGenerator random, String host) {
    return ASKED.stream()
        .filter(name -> name.toLowerCase().startsWith(host + ":"))
        .filter(_ -> random.nextBoolean())
        .findAny()
        .orElse(host);
  }

  private static Port port(RandomGenerator random) {
    Map<String, Listener> listeners = new TreeMap<>();
    int next = 0;
    for (int i = 0; i < 1 + random.nextInt(3); i++) {
      String host = pick(random, HOSTS);
      List<Listener.AttachedRoute> routes = new ArrayList<>();
      for (int r = 0; r < 2 + random.nextInt(8); r++) {
        List<HostPattern> hosts = new ArrayList<>();
        for (int h = 0; h < 1 + random.nextInt(2); h++) {
          HostPattern.intersection(pattern(host), pattern(pick(random, HOSTS)))
              .ifPresent(hosts::add);
        }
        if (!hosts.isEmpty()) {
          List<HttpRule> rules = new ArrayList<>();
          for (int k = 0; k < 1 + random.nextInt(5); k++) {
            List<HttpMatch> matches = new ArrayList<>();
            for (int m = 0; m < 1 + random.nextInt(2); m++) {
              matches.add(match(random));
            }
            rules.add(
                new HttpRule("", matches, new RuleAction.Fail(405 + next++ % 190, "rule " + next)));
          }
          RouteKey key = new RouteKey(pick(random, List.of("n", "m")), "r" + r);
          routes.add(
              new Listener.AttachedRoute(
                  hosts, new HttpRoute(key, Instant.ofEpochSecond(random.nextInt(2)), rules)));
        }
      }
      listeners.put(host, new Listener("l" + i, pattern(host), routes));
    }
    return new Port.Http(80, List.copyOf(listeners.values()));
  }

  private static HttpMatch match(RandomGenerator random) {
    String path = pick(random, PATHS);
    return new HttpMatch(
        random.nextBoolean() ? new PathMatch.Exact(path) : new PathMatch.Prefix(path),
        random.nextInt(3) == 0
            ? Optional.of(pick(random, List.of(HttpMethod.GET, HttpMethod.POST)))
            : Optional.empty(),
        List.of("x", "y").stream()
            .filter(_ -> random.nextInt(4) == 0)
            .map(name -> new HeaderMatch(name, value(random)))
            .toList(),
        List.of("p", "q").stream()
            .filter(_ -> random.nextInt(4) == 0)
            .map(name -> new QueryParamMatch(name, value(random)))
            .toList());
  }

  private static ValueMatch value(RandomGenerator random) {
    return new ValueMatch.Exact(pick(random, List.of("1", "2")));
  }

  private static Oracle.Request request(RandomGenerator random) {
    return new Oracle.Request(
        pick(random, List.of("GET", "POST", "HEAD")),
        pick(random, ASKED.subList(0, ASKED.size() - 1)),
        pick(random, ASKED_PATHS),
        values(random, "p", "q"),
        values(random, "x", "y"));
  }

  private static Map<String, String> values(RandomGenerator random, String... names) {
    Map<String, String> values = new TreeMap<>();
    for (String name : names) {
      if (random.nextBoolean()) {
        values.put(name, pick(random, List.of("1", "2")));
      }
    }
    return values;
  }

  private static String target(Oracle.Request request) {
    StringBuilder target = new StringBuilder(request.path());
    request
        .query()
        .forEach(
            (name, value) ->
                target
                    .append(target.indexOf("?") < 0 ? '?' : '&')
                    .append(name)
                    .append('=')
                    .append(value));
    return target.toString();
  }

  private static HostPattern pattern(String host) {
    return host.equals("*") ? HostPattern.ANY : HostPattern.parse(host);
  }

  private static <T> T pick(RandomGenerator random, List<T> values) {
    return values.get(random.nextInt(values.size()));
  }
}
