package dev.waymark.gammatests;

import dev.waymark.kit.Answer;
import dev.waymark.kit.Call;
import dev.waymark.kit.Kit;
import dev.waymark.kit.Request;

/** Who is in the base fixture of the ambient suite, and what they ask of the tests' Services. */
public final class Ambient {
  /** The namespace in the mesh, with the workloads {@code client}, {@code other}, {@code echo}. */
  public static final String NAMESPACE = "waymark-ambient";

  /** The namespace outside of it, with the workloads {@code client} and {@code echo}. */
  public static final String OUTSIDE = "waymark-outside";

  /** The field that a route adds where a waypoint applies it. */
  public static final String MARKER = "X-Marker";

  private Ambient() {}

  /** A request of the workload {@code client}. */
  public static Call client(Kit kit, String namespace, String service, Request request) {
    return kit.pod(NAMESPACE, "client").to(namespace, service, 80, request);
  }

  /** A GET of the workload {@code client}. */
  public static Call client(Kit kit, String namespace, String service) {
    return client(kit, namespace, service, Request.get("/"));
  }

  /** A GET of the workload {@code other}, whose identity is another. */
  public static Call other(Kit kit, String namespace, String service) {
    return kit.pod(NAMESPACE, "other").to(namespace, service, 80, Request.get("/"));
  }

  /** A GET from outside of the mesh. */
  public static Call outsider(Kit kit, String namespace, String service) {
    return kit.pod(OUTSIDE, "client").to(namespace, service, 80, Request.get("/"));
  }

  /** Some waypoint has applied the Service's route, which marks requests with its value. */
  public static Answer marked(String workload, String namespace, String value) {
    return Answer.from(workload, namespace).seenHeader(MARKER, value);
  }

  /** No waypoint has applied a route. */
  public static Answer unmarked(String workload, String namespace) {
    return Answer.from(workload, namespace).seenWithoutHeader(MARKER);
  }
}
