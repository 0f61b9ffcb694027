package dev.waymark.gammatests;

import dev.waymark.kit.Answer;
import dev.waymark.kit.Call;
import dev.waymark.kit.Kit;
import dev.waymark.kit.ObjectStatus;
import dev.waymark.kit.Request;
import dev.waymark.kit.Status;
import java.util.function.UnaryOperator;

/** What the client in the mesh's namespace sends, and who answers it there. */
public final class Requests {
  private Requests() {}

  /** A GET to port 80 of a Service. */
  public static Call get(Kit kit, String service, String path) {
    return send(kit, service, Request.get(path));
  }

  /** A request to port 80 of a Service. */
  public static Call send(Kit kit, String service, Request request) {
    return kit.pod("client").to(service, request);
  }

  /** 200 from a workload of the mesh's namespace. */
  public static Answer from(String workload) {
    return Answer.from(workload, Kit.MESH);
  }

  /**
   * An error of the mesh itself: a rule is in force and its backend is not used. Which error it has
   * to be is a requirement of its own.
   */
  public static Answer failed() {
    return Answer.status(500, 502, 503).fromNoBackend();
  }

  /** The status of a route of the mesh's namespace. */
  public static ObjectStatus route(Kit kit, String name) {
    return kit.status("HTTPRoute", Kit.MESH, name);
  }

  /**
   * What a route says of a Service of the mesh's namespace, whose name may be {@code name:port}.
   */
  public static Status of(String service, UnaryOperator<Status> says) {
    return Status.of().service(Kit.MESH, service, says);
  }
}
