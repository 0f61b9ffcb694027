package dev.waymark.gatewaytests;

import dev.waymark.kit.Kit;
import dev.waymark.kit.ObjectStatus;
import dev.waymark.kit.Status;
import java.util.function.UnaryOperator;

/** The status of HTTPRoutes, for checks of what it says of a parent. */
public final class Routes {
  private Routes() {}

  /**
   * The status of a route of the main namespace, given that it has an entry for this parent and no
   * other.
   */
  public static ObjectStatus reported(Kit kit, String route, String parent) {
    return reported(kit, Kit.INFRA, route, parent);
  }

  /**
   * The status of a route, given that it has an entry for this parent and no other. Without one
   * nothing can be said of what is in it, so the check is BLOCKED; that there has to be one is a
   * requirement of its own.
   *
   * @param namespace the route's namespace
   * @param route the route's name
   * @param parent a Gateway of the main namespace, written as in {@link Status#parent}
   */
  public static ObjectStatus reported(Kit kit, String namespace, String route, String parent) {
    ObjectStatus status = kit.status("HTTPRoute", namespace, route);
    kit.given(status, Status.of().onlyParents(Kit.INFRA, parent));
    return status;
  }

  /**
   * Given that the controller has judged a route of the main namespace for this parent, one way or
   * the other.
   */
  public static void judged(Kit kit, String route, String parent) {
    judged(kit, Kit.INFRA, route, parent);
  }

  /** The same for a route of any namespace. */
  public static void judged(Kit kit, String namespace, String route, String parent) {
    kit.given(
        reported(kit, namespace, route, parent),
        says(parent, it -> it.conditionIsCurrent("Accepted")));
  }

  /** For this parent a condition has this status. */
  public static Status condition(String parent, String type, String status) {
    return says(parent, it -> it.condition(type, status));
  }

  /** For this parent a condition has this status for this reason. */
  public static Status condition(String parent, String type, String status, String reason) {
    return says(parent, it -> it.condition(type, status, reason));
  }

  private static Status says(String parent, UnaryOperator<Status> what) {
    return Status.of().parent(parent, what);
  }
}
