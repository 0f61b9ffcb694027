package dev.waymark.controlplane.translate;

import io.fabric8.kubernetes.api.model.gatewayapi.v1.ReferenceGrant;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.ReferenceGrantFrom;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.ReferenceGrantTo;
import java.util.List;

/** Whether an object may name one in another namespace: the rule of ReferenceGrant. */
final class Grants {
  private Grants() {}

  /** The object that names another. */
  record From(String group, String kind, String namespace) {}

  /** The object that is named. Its namespace is the grants' own. */
  record To(String group, String kind, String name) {}

  /**
   * Whether one of the grants lets the reference through; only grants of the named object's
   * namespace may be given.
   */
  static boolean permit(List<ReferenceGrant> grants, From from, To to) {
    return grants.stream()
        .map(ReferenceGrant::getSpec)
        .anyMatch(
            spec ->
                spec.getFrom().stream().anyMatch(entry -> covers(entry, from))
                    && spec.getTo().stream().anyMatch(entry -> covers(entry, to)));
  }

  private static boolean covers(ReferenceGrantFrom entry, From from) {
    return Text.orEmpty(entry.getGroup()).equals(from.group())
        && from.kind().equals(entry.getKind())
        && from.namespace().equals(entry.getNamespace());
  }

  private static boolean covers(ReferenceGrantTo entry, To to) {
    return Text.orEmpty(entry.getGroup()).equals(to.group())
        && to.kind().equals(entry.getKind())
        && (Text.orEmpty(entry.getName()).isEmpty() || to.name().equals(entry.getName()));
  }
}
