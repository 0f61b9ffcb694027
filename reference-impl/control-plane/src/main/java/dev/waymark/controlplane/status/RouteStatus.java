package dev.waymark.controlplane.status;

import dev.waymark.model.RouteKey;
import java.util.List;

/**
 * What a controller should say in a route's status. Entries of other controllers are not its
 * business.
 *
 * @param controller whose entries these are, as a GatewayClass names it
 * @param parents one for each reference to a Gateway of ours, in the order of the spec
 */
public record RouteStatus(RouteKey route, String controller, List<ParentStatus> parents)
    implements StatusWrite {
  public RouteStatus {
    parents = List.copyOf(parents);
  }

  /** This status with other parents. */
  public RouteStatus withParents(List<ParentStatus> replacement) {
    return new RouteStatus(route, controller, replacement);
  }

  /** What became of one reference to a parent. */
  public record ParentStatus(ParentRef parent, List<StatusCondition> conditions) {
    public ParentStatus {
      conditions = List.copyOf(conditions);
    }

    /** This status with other conditions. */
    public ParentStatus withConditions(List<StatusCondition> replacement) {
      return new ParentStatus(parent, replacement);
    }
  }
}
