package dev.waymark.controlplane;

/** The names by which clusters know this implementation. */
public final class Waymark {
  /** What a GatewayClass says in {@code spec.controllerName} to be served by this control plane. */
  public static final String CONTROLLER_NAME = "waymark.dev/gateway";

  /** The same, to be a waypoint of the mesh. */
  public static final String WAYPOINT_CONTROLLER_NAME = "waymark.dev/waypoint";

  /** The image of a waypoint's Pod. */
  public static final String WAYPOINT_IMAGE = "waymark.dev/waypoint";

  /** The namespace of the mesh's own programs. */
  public static final String SYSTEM_NAMESPACE = "waymark-system";

  /** The image of a gateway's Pod. */
  public static final String GATEWAY_IMAGE = "waymark.dev/gateway";

  /** The image of the control plane's Pod. */
  public static final String CONTROL_PLANE_IMAGE = "waymark.dev/control-plane";

  private Waymark() {}
}
