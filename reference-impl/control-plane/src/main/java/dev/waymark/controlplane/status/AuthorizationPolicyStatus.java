package dev.waymark.controlplane.status;

import dev.waymark.controlplane.view.ObjectKey;
import java.util.List;
import java.util.Set;

/**
 * What an AuthorizationPolicy's status should say.
 *
 * @param conditions of the types that are ours
 * @param absent types of ours that should not be there
 */
public record AuthorizationPolicyStatus(
    ObjectKey policy, List<StatusCondition> conditions, Set<String> absent) implements StatusWrite {
  public AuthorizationPolicyStatus {
    conditions = List.copyOf(conditions);
    absent = Set.copyOf(absent);
  }
}
