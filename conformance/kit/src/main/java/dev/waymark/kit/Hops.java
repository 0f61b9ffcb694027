package dev.waymark.kit;

import dev.waymark.kit.verdict.Expectation;
import dev.waymark.kit.verdict.Expectation.Term;
import dev.waymark.kit.verdict.Json;
import dev.waymark.kit.verdict.Matcher;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Which hops a path has to have. Immutable; each method says more of the last hop, or begins
 * another one. Stable names throughout.
 *
 * <pre>{@code
 * Hops.exactly(2)
 *     .hop("ztunnel", "outbound").from("shop", "client").to("shop", "server").opened("hbone")
 *     .hop("ztunnel", "inbound").from("shop", "client").accepted("hbone").opened("tcp");
 * }</pre>
 */
public final class Hops implements Expected<TakenPath> {
  private final int hop;
  private final List<Function<TakenPath, Term>> terms;

  private Hops(int hop, List<Function<TakenPath, Term>> terms) {
    this.hop = hop;
    this.terms = List.copyOf(terms);
  }

  /** So many hops, no more and no fewer. */
  public static Hops exactly(int count) {
    return new Hops(
        0, List.of(_ -> new Term(List.of("count"), new Matcher.Equal(Json.number(count)))));
  }

  /** Begins the next hop. */
  public Hops hop(String component, String direction) {
    return new Hops(hop + 1, terms)
        .says("component", _ -> equal(component))
        .says("direction", _ -> equal(direction));
  }

  /** The hop is for this workload. */
  public Hops at(String namespace, String workload) {
    return says("workload", path -> equal(path.names().namespace(namespace) + "/" + workload));
  }

  /** The source has proved to be this ServiceAccount. */
  public Hops from(String namespace, String account) {
    return says("from", path -> equal(path.names().namespace(namespace) + "/" + account));
  }

  /** The source has proved nothing. */
  public Hops fromNobody() {
    return says("from", _ -> new Matcher.Absent());
  }

  /** The destination has proved to be this ServiceAccount. */
  public Hops to(String namespace, String account) {
    return says("to", path -> equal(path.names().namespace(namespace) + "/" + account));
  }

  /** The connection came in so: {@code tcp} or {@code hbone}. */
  public Hops accepted(String protocol) {
    return says("accepted", _ -> equal(protocol));
  }

  /** The connection went on so: {@code tcp} or {@code hbone}. */
  public Hops opened(String protocol) {
    return says("opened", _ -> equal(protocol));
  }

  /** The connection did not go on. */
  public Hops openedNothing() {
    return says("opened", _ -> new Matcher.Absent());
  }

  /** The tunnel was asked to lead to a Pod of this workload. */
  public Hops forPod(String namespace, String workload, int port) {
    return says(
        "authority",
        path -> equal("pod " + path.names().namespace(namespace) + "/" + workload + ":" + port));
  }

  /** The tunnel was asked to lead to this Service. */
  public Hops forService(String namespace, String service, int port) {
    return says(
        "authority",
        path ->
            equal(
                "service "
                    + path.names().namespace(namespace)
                    + "/"
                    + path.names().object("Service", namespace, service)
                    + ":"
                    + port));
  }

  /** What became of it, for example {@code denied}. */
  public Hops decision(String decision) {
    return says("decision", _ -> equal(decision));
  }

  private Hops says(String field, Function<TakenPath, Matcher> matcher) {
    List<String> where = List.of("hop " + hop, field);
    List<Function<TakenPath, Term>> more = new ArrayList<>(terms);
    more.add(path -> new Term(where, matcher.apply(path)));
    return new Hops(hop, more);
  }

  private static Matcher equal(String text) {
    return new Matcher.Equal(Json.text(text));
  }

  @Override
  public Expectation of(TakenPath path) {
    Stream<Term> all = terms.stream().map(term -> term.apply(path));
    return new Expectation(all.toList());
  }
}
