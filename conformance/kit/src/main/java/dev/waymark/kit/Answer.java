package dev.waymark.kit;

import static dev.waymark.kit.verdict.Json.text;

import dev.waymark.kit.verdict.Expectation;
import dev.waymark.kit.verdict.Expectation.Term;
import dev.waymark.kit.verdict.Json;
import dev.waymark.kit.verdict.Matcher;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a call has to be answered with. Immutable; each method gives a stricter answer. Stable names
 * throughout.
 *
 * <p>Says what the check's one requirement is about and no more: that a backend answered doesn't
 * say yet that it saw the request {@link #seenAsSent as it was sent}.
 */
public final class Answer implements Expected<Call> {
  private final List<Function<Call, Term>> terms;

  private Answer(List<Function<Call, Term>> terms) {
    this.terms = List.copyOf(terms);
  }

  /** One of these status codes, from whomever. */
  public static Answer status(int... codes) {
    List<JsonNode> values = Arrays.stream(codes).mapToObj(Json::number).toList();
    return new Answer(List.of())
        .with(
            values.size() == 1 ? new Matcher.Equal(values.getFirst()) : new Matcher.OneOf(values),
            "status");
  }

  /** There is a response, whatever it says. */
  public static Answer any() {
    return new Answer(List.of()).with(new Matcher.Present(), "status");
  }

  /** The gateway answered by itself: no workload saw the request. */
  public Answer fromNoBackend() {
    return with(new Matcher.Absent(), "backend");
  }

  /** 200 from this workload in the base fixture's main namespace. */
  public static Answer from(String backend) {
    return from(backend, Kit.INFRA);
  }

  /** 200 from this workload in this namespace. */
  public static Answer from(String backend, String namespace) {
    return status(200)
        .with(equal(backend), "backend")
        .and(call -> term(equal(call.names().namespace(namespace)), "namespace"));
  }

  /** The backend saw the request's method, path, query and host as they were sent. */
  public Answer seenAsSent() {
    return and(call -> term(equal(call.sent().method()), "seen", "method"))
        .and(call -> term(equal(call.sent().path()), "seen", "path"))
        .and(call -> term(present(call.sent().host()), "seen", "host"));
  }

  /** A redirect with this status, wherever it leads. */
  public static Answer redirect(int status) {
    return status(status).with(new Matcher.Present(), "location");
  }

  /**
   * The redirect keeps scheme, host, port and path of the request, unless {@link #toScheme} and the
   * like are said afterwards. A port that is the scheme's default may be left out or not.
   */
  public Answer elseAsSent() {
    return and(call -> term(equal(call.sent().scheme()), "location", "scheme"))
        .and(call -> term(present(withoutPort(call.sent().host())), "location", "host"))
        .and(call -> term(portOf(call.sent().scheme()), "location", "port"))
        .and(call -> term(equal(withoutQuery(call.sent().path())), "location", "path"));
  }

  /** No response at all: refused, reset, closed, or a handshake that failed. */
  public static Answer none() {
    return new Answer(List.of())
        .with(new Matcher.Absent(), "status")
        .with(new Matcher.Present(), "error");
  }

  /** The redirect leads to this scheme, at that scheme's own port. */
  public Answer toScheme(String scheme) {
    return with(equal(scheme), "location", "scheme").with(portOf(scheme), "location", "port");
  }

  /** The redirect leads to this host. */
  public Answer toHost(String host) {
    return and(call -> term(equal(call.names().host(host)), "location", "host"));
  }

  /** The redirect leads to this port, written out. */
  public Answer toPort(int port) {
    return with(new Matcher.Equal(Json.number(port)), "location", "port");
  }

  /** The redirect leads to this path. */
  public Answer toPath(String path) {
    return and(call -> term(equal(call.names().path(path)), "location", "path"));
  }

  /** The backend saw the request with this path, query included. */
  public Answer seenPath(String path) {
    return and(call -> term(equal(call.names().path(path)), "seen", "path"));
  }

  /** The backend saw the request with this host. */
  public Answer seenHost(String host) {
    return and(call -> term(equal(call.names().host(host)), "seen", "host"));
  }

  /** The backend saw this field; the values of several lines are joined with a comma. */
  public Answer seenHeader(String name, String value) {
    return and(call -> term(equal(value), "seen", "headers", field(call, name)));
  }

  /** The backend didn't see this field. */
  public Answer seenWithoutHeader(String name) {
    return and(call -> term(new Matcher.Absent(), "seen", "headers", field(call, name)));
  }

  /** The response has this field; the values of several lines are joined with a comma. */
  public Answer header(String name, String value) {
    return and(call -> term(equal(value), "headers", field(call, name)));
  }

  /** The response doesn't have this field. */
  public Answer withoutHeader(String name) {
    return and(call -> term(new Matcher.Absent(), "headers", field(call, name)));
  }

  /** The response came in this version: {@code HTTP/1.1} or {@code HTTP/2.0}. */
  public Answer protocol(String version) {
    return with(equal(version), "protocol");
  }

  /**
   * Any field of the observation, see {@link Call}; replaces what was said of that field before.
   */
  public Answer with(Matcher matcher, String... path) {
    return and(call -> term(matcher, path));
  }

  /** The same, for what depends on the call. */
  public Answer and(Function<Call, Term> term) {
    List<Function<Call, Term>> more = new ArrayList<>(terms);
    more.add(term);
    return new Answer(more);
  }

  @Override
  public Expectation of(Call call) {
    Map<List<String>, Term> byPath = new LinkedHashMap<>();
    for (Function<Call, Term> each : terms) {
      Term term = each.apply(call);
      byPath.put(term.path(), term); // a later term replaces an earlier one, in its place
    }
    return new Expectation(List.copyOf(byPath.values()));
  }

  private static Term term(Matcher matcher, String... path) {
    return new Term(List.of(path), matcher);
  }

  private static Matcher equal(String value) {
    return new Matcher.Equal(text(value));
  }

  private static Matcher present(@Nullable String value) {
    return value == null ? new Matcher.Present() : equal(value);
  }

  private static Matcher portOf(String scheme) {
    JsonNode port = Json.number(scheme.equals("https") ? 443 : 80);
    return new Matcher.OneOf(List.of(text("absent"), port));
  }

  private static String field(Call call, String name) {
    return call.names().header(name).toLowerCase(Locale.ROOT);
  }

  private static @Nullable String withoutPort(@Nullable String host) {
    return host == null ? null : host.replaceFirst(":\\d+$", "");
  }

  private static String withoutQuery(String path) {
    return path.replaceFirst("\\?.*$", "");
  }
}
