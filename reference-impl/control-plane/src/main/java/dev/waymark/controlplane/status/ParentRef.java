package dev.waymark.controlplane.status;

import dev.waymark.controlplane.GatewayApi;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.ParentReference;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.ParentReferenceBuilder;
import java.util.Objects;
import java.util.Optional;

/** A reference to a parent as a route writes it, with the defaults of group and kind filled in. */
public record ParentRef(
    String group,
    String kind,
    Optional<String> namespace,
    String name,
    Optional<String> sectionName,
    Optional<Integer> port) {
  /** Reads a reference of a spec or a status. */
  public static ParentRef of(ParentReference reference) {
    return new ParentRef(
        Objects.requireNonNullElse(reference.getGroup(), GatewayApi.GROUP),
        Objects.requireNonNullElse(reference.getKind(), GatewayApi.GATEWAY),
        Optional.ofNullable(reference.getNamespace()),
        reference.getName(),
        Optional.ofNullable(reference.getSectionName()),
        Optional.ofNullable(reference.getPort()));
  }

  /** As the API's own type. */
  public ParentReference toReference() {
    return new ParentReferenceBuilder()
        .withGroup(group)
        .withKind(kind)
        .withNamespace(namespace.orElse(null))
        .withName(name)
        .withSectionName(sectionName.orElse(null))
        .withPort(port.orElse(null))
        .build();
  }

  /** Whether it names a Gateway. */
  public boolean isGateway() {
    return group.equals(GatewayApi.GROUP) && kind.equals(GatewayApi.GATEWAY);
  }
}
