package dev.waymark.kit;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Turns the stable names of manifests and tests into this run's names, so that nothing is guessable
 * and tests that run at the same time do not meet. The token is five letters and digits that follow
 * from the seed and the test's name.
 *
 * <table>
 * <caption>The rule, with the token k3x9a (r7b2c is the run's own)</caption>
 * <tr><th>what</th><th>stable</th><th>in this run</th></tr>
 * <tr><td>host</td><td>foo.example.com, *.example.com, example.com:1234</td>
 *     <td>foo.k3x9a.example.com, *.k3x9a.example.com, k3x9a.example.com:1234</td></tr>
 * <tr><td>path</td><td>/, /one/two, /v2example</td><td>/, /k3x9a-one/k3x9a-two, /k3x9a-v2example</td></tr>
 * <tr><td>header</td><td>X-Colour, version</td><td>X-Colour-k3x9a, version-k3x9a</td></tr>
 * <tr><td>namespace of the base fixture</td><td>gateway-conformance-infra</td><td>gateway-conformance-infra-r7b2c</td></tr>
 * <tr><td>namespace of the test</td><td>my-namespace</td><td>my-namespace-k3x9a</td></tr>
 * <tr><td>object that a test adds to a base namespace, cluster-scoped object of a test</td>
 *     <td>my-route</td><td>my-route-k3x9a</td></tr>
 * </table>
 *
 * <p>The rule keeps what matching depends on: which host is below which, which path segment is a
 * prefix of which, case, and lengths relative to each other. It does not touch hosts without a dot
 * and addresses, the echo server's own paths ({@code /status/…}, {@code /retry}, {@code /ws},
 * {@code /health}), queries, regular expressions, and header fields that have a meaning of their
 * own ({@code Host}, {@code Accept}, {@code X-Forwarded-*}, {@code X-Echo-*}…). Hosts in base
 * manifests are left as they are.
 *
 * @param run the run's token
 * @param test the test's token; empty for the base fixture
 * @param shared stable names of the base fixture's namespaces
 * @param own objects that the test itself declares, as {@code Kind/namespace/name} in stable names
 *     (an empty namespace for a cluster-scoped one)
 */
public record Names(String run, String test, Set<String> shared, Set<String> own) {
  private static final Set<String> ECHO_PATHS = Set.of("status", "retry", "ws", "health");

  private static final Set<String> MEANINGFUL_HEADERS =
      Set.of(
          "accept",
          "accept-encoding",
          "accept-language",
          "authorization",
          "cache-control",
          "connection",
          "content-length",
          "content-type",
          "cookie",
          "date",
          "expect",
          "forwarded",
          "host",
          "keep-alive",
          "location",
          "origin",
          "range",
          "referer",
          "server",
          "set-cookie",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade",
          "user-agent",
          "vary",
          "via",
          "x-request-id");

  private static final Set<String> MEANINGFUL_PREFIXES =
      Set.of("x-echo-", "x-forwarded-", "access-control-", "sec-", "if-", "x-envoy-");

  public Names {
    shared = Set.copyOf(shared);
    own = Set.copyOf(own);
  }

  /** The run's name of a namespace. */
  public String namespace(String stable) {
    return stable + "-" + (test.isEmpty() || shared.contains(stable) ? run : test);
  }

  /** The run's name of a namespaced object. */
  public String object(String kind, String namespace, String stable) {
    return shared.contains(namespace) && own.contains(kind + "/" + namespace + "/" + stable)
        ? stable + "-" + test
        : stable;
  }

  /**
   * The run's name of what a reference to a kind that doesn't exist names: that of an own object of
   * whatever kind, so that only the kind is wrong with such a reference.
   */
  public String objectOfNoKind(String namespace, String stable) {
    return shared.contains(namespace)
            && own.stream().anyMatch(each -> each.endsWith("/" + namespace + "/" + stable))
        ? stable + "-" + test
        : stable;
  }

  /** The run's name of a cluster-scoped object. */
  public String object(String kind, String stable) {
    return own.contains(kind + "//" + stable) ? stable + "-" + test : stable;
  }

  /** The run's name of a host; a leading wildcard label and a port stay where they are. */
  public String host(String stable) {
    int colon = stable.lastIndexOf(':');
    String port = colon < 0 ? "" : stable.substring(colon);
    String name = colon < 0 ? stable : stable.substring(0, colon);
    String[] labels = name.split("\\.", -1);
    int fixed =
        labels.length - 2; // what has the token put before it: the two labels that make a domain
    if (test.isEmpty()
        || fixed < 0
        || name.contains(":")
        || labels[fixed].equals("*")
        || isAddress(labels)) {
      return stable;
    }
    return Arrays.stream(labels)
            .limit(fixed)
            .map(label -> label + ".")
            .collect(Collectors.joining())
        + test
        + "."
        + labels[fixed]
        + "."
        + labels[fixed + 1]
        + port;
  }

  /** The run's form of a path with or without a query. */
  public String path(String stable) {
    int question = stable.indexOf('?');
    String query = question < 0 ? "" : stable.substring(question);
    String path = question < 0 ? stable : stable.substring(0, question);
    String[] segments = path.split("/", -1);
    if (test.isEmpty() || segments.length > 1 && ECHO_PATHS.contains(segments[1])) {
      return stable;
    }
    return Arrays.stream(segments)
            .map(segment -> segment.isEmpty() ? "" : test + "-" + segment)
            .collect(Collectors.joining("/"))
        + query;
  }

  /** The run's name of a header field. */
  public String header(String stable) {
    String lower = stable.toLowerCase(Locale.ROOT);
    boolean meaningful =
        MEANINGFUL_HEADERS.contains(lower)
            || MEANINGFUL_PREFIXES.stream().anyMatch(lower::startsWith);
    return meaningful || test.isEmpty() ? stable : stable + "-" + test;
  }

  /** A request in this run's names. An SNI in it is a host like any other. */
  public Request seeded(Request stable) {
    return new Request(
        stable.method(),
        path(stable.path()),
        stable.host() == null ? null : host(stable.host()),
        stable.headers().stream()
            .map(each -> new Header(header(each.name()), each.value()))
            .toList(),
        stable.body(),
        stable.protocol(),
        stable.tls() == null || stable.tls().serverName() == null
            ? stable.tls()
            : stable.tls().withServerName(host(stable.tls().serverName())));
  }

  private static boolean isAddress(String[] labels) {
    return labels.length == 4 && Arrays.stream(labels).allMatch(label -> label.matches("\\d{1,3}"));
  }
}
