package dev.waymark.kit;

import dev.waymark.kit.verdict.Expectation;
import dev.waymark.kit.verdict.Expectation.Term;
import dev.waymark.kit.verdict.Json;
import dev.waymark.kit.verdict.Matcher;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * What an object's status has to say. Immutable; each method adds to it. A condition has to be
 * current as well: its observed generation must be the object's. Stable names throughout.
 *
 * <pre>{@code
 * Status.of().condition("Accepted", "True", "Accepted")
 *     .listener("http", http -> http.attachedRoutes(1).kinds("HTTPRoute").condition("Programmed", "True"));
 * Status.of().parent("same-namespace", parent -> parent.condition("Accepted", "False", "NotAllowedByListeners"));
 * }</pre>
 */
public final class Status implements Expected<ObjectStatus> {

  private final List<BiFunction<ObjectStatus, List<String>, Term>> terms;

  private Status(List<BiFunction<ObjectStatus, List<String>, Term>> terms) {
    this.terms = List.copyOf(terms);
  }

  /** Nothing yet. */
  public static Status of() {
    return new Status(List.of());
  }

  /** This condition has this status, for whatever reason, and is current. */
  public Status condition(String type, String status) {
    return with(equal(status), "conditions", type, "status")
        .with(new Matcher.Equal(Json.truth(true)), "conditions", type, "current");
  }

  /** This condition has this status for this reason, and is current. */
  public Status condition(String type, String status, String reason) {
    return condition(type, status).with(equal(reason), "conditions", type, "reason");
  }

  /** This condition has this status, whichever generation of the object it speaks of. */
  public Status conditionOfAnyGeneration(String type, String status) {
    return with(equal(status), "conditions", type, "status");
  }

  /** This condition says so, whichever generation of the object it speaks of. */
  public Status conditionOfAnyGeneration(String type, String status, String reason) {
    return with(equal(status), "conditions", type, "status")
        .with(equal(reason), "conditions", type, "reason");
  }

  /** This condition is there and current, whatever it says. */
  public Status conditionIsCurrent(String type) {
    return with(new Matcher.Equal(Json.truth(true)), "conditions", type, "current");
  }

  /** Of a route's parent: some condition says that not all of the route is in force. */
  public Status complains() {
    return with(new Matcher.Between(1, Integer.MAX_VALUE), "complaints");
  }

  /**
   * Of a Gateway: its address has the type that fits it: IPAddress for an IP address, else
   * Hostname.
   */
  public Status addressFitsItsType() {
    return with(new Matcher.Address(), "address");
  }

  /** Says more of one listener. */
  public Status listener(String name, UnaryOperator<Status> says) {
    return nested(says, object -> List.of("listeners", name));
  }

  /** The listeners with a status are these and no others. */
  public Status onlyListeners(String... names) {
    return with(new Matcher.HaveExactly(texts(names)), "listenerNames");
  }

  /** Of a listener: how many routes are attached. */
  public Status attachedRoutes(int count) {
    return with(new Matcher.Equal(Json.number(count)), "attachedRoutes");
  }

  /** Of a listener: it supports at least these kinds. */
  public Status kinds(String... kinds) {
    return with(new Matcher.Include(texts(kinds)), "supportedKinds");
  }

  /** Of a listener: it supports none of these kinds. */
  public Status noKinds(String... kinds) {
    return with(new Matcher.Exclude(texts(kinds)), "supportedKinds");
  }

  /** Of a listener: it supports these kinds and no others. */
  public Status onlyKinds(String... kinds) {
    return with(new Matcher.HaveExactly(texts(kinds)), "supportedKinds");
  }

  /** Of a route: says more of its status for a Gateway of the base fixture's main namespace. */
  public Status parent(String gateway, UnaryOperator<Status> says) {
    return parent(Kit.INFRA, gateway, says);
  }

  /**
   * Of a route: says more of its status for a parent.
   *
   * @param namespace the Gateway's namespace
   * @param gateway the Gateway's name, followed by {@code #section} and {@code :port} where the
   *     reference has them
   * @param says what
   */
  public Status parent(String namespace, String gateway, UnaryOperator<Status> says) {
    return nested(
        says, object -> List.of("parents", parentKey(object.names(), namespace, gateway)));
  }

  /**
   * Of a route: says more of its status for a Service that it is attached to.
   *
   * @param namespace the Service's namespace
   * @param service the Service's name, followed by {@code #section} and {@code :port} where the
   *     reference has them
   * @param says what
   */
  public Status service(String namespace, String service, UnaryOperator<Status> says) {
    return nested(
        says,
        object -> List.of("parents", parentKey(object.names(), "Service", namespace, service)));
  }

  /** Of a route: no parent has accepted it. */
  public Status noAcceptedParent() {
    return with(new Matcher.HaveExactly(List.of()), "acceptedParents");
  }

  /**
   * Of a route: its parents of the controller under test are these and no others; written as in
   * {@link #parent}.
   */
  public Status onlyParents(String namespace, String... gateways) {
    return and(
        (object, below) ->
            new Term(
                join(below, List.of("parentNames")),
                new Matcher.HaveExactly(
                    Arrays.stream(gateways)
                        .map(each -> Json.text(parentKey(object.names(), namespace, each)))
                        .toList())));
  }

  /** The object is gone. */
  public static Status gone() {
    return of().with(new Matcher.Equal(Json.truth(false)), "exists");
  }

  /** Any field of the observation, see {@link ObjectStatus}. */
  public Status with(Matcher matcher, String... path) {
    return and((object, below) -> new Term(join(below, List.of(path)), matcher));
  }

  @Override
  public Expectation of(ObjectStatus object) {
    return new Expectation(terms.stream().map(each -> each.apply(object, List.of())).toList());
  }

  /** The key of a parent in an observation: the run's name of the Gateway, then what follows it. */
  public static String parentKey(Names names, String namespace, String gateway) {
    return parentKey(names, "Gateway", namespace, gateway);
  }

  private static String parentKey(Names names, String kind, String namespace, String parent) {
    int end =
        Stream.of(parent.indexOf('#'), parent.indexOf(':'))
            .filter(at -> at >= 0)
            .min(Integer::compare)
            .orElse(parent.length());
    return names.namespace(namespace)
        + "/"
        + names.object(kind, namespace, parent.substring(0, end))
        + parent.substring(end);
  }

  private Status and(BiFunction<ObjectStatus, List<String>, Term> term) {
    List<BiFunction<ObjectStatus, List<String>, Term>> more = new ArrayList<>(terms);
    more.add(term);
    return new Status(more);
  }

  private Status nested(
      UnaryOperator<Status> says, java.util.function.Function<ObjectStatus, List<String>> place) {
    Status all = this;
    for (BiFunction<ObjectStatus, List<String>, Term> inner : says.apply(of()).terms) {
      all = all.and((object, below) -> inner.apply(object, join(below, place.apply(object))));
    }
    return all;
  }

  private static List<String> join(List<String> first, List<String> second) {
    return Stream.concat(first.stream(), second.stream()).toList();
  }

  private static Matcher equal(String value) {
    return new Matcher.Equal(Json.text(value));
  }

  private static List<JsonNode> texts(String... values) {
    return Arrays.stream(values).map(Json::text).toList();
  }
}
