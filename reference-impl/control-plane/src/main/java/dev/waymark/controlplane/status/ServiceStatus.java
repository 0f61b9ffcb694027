package dev.waymark.controlplane.status;

import dev.waymark.controlplane.view.ObjectKey;
import java.util.List;
import java.util.Set;

/**
 * What a Service's status should say of the mesh.
 *
 * @param conditions of the types that are ours
 * @param absent types of ours that should not be there
 */
public record ServiceStatus(ObjectKey service, List<StatusCondition> conditions, Set<String> absent)
    implements StatusWrite {
  public ServiceStatus {
    conditions = List.copyOf(conditions);
    absent = Set.copyOf(absent);
  }
}
