package dev.waymark.controlplane.translate;

import dev.waymark.controlplane.status.RouteStatus;
import dev.waymark.model.GatewayKey;
import dev.waymark.model.Listener.AttachedRoute;
import java.util.List;

/**
 * Where a route ended up.
 *
 * @param attached for each listener that took it, once
 */
record Placement(RouteStatus status, List<At> attached) {
  /** A listener that took the route. */
  record At(GatewayKey gateway, String listener, AttachedRoute route) {}
}
