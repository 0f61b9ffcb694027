package dev.waymark.controlplane.translate;

import dev.waymark.controlplane.GatewayApi;
import dev.waymark.controlplane.view.Lookup;
import dev.waymark.controlplane.view.ObjectKey;
import dev.waymark.model.BackendId;
import dev.waymark.model.UpstreamProtocol;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPBackendRef;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Follows the references of a route to its backends. */
final class Backends {
  private Backends() {}

  /** What a reference leads to. */
  sealed interface Resolution {}

  /** A Service port that exists, that may be used, and whose protocol is spoken here. */
  record Found(BackendId id, UpstreamProtocol protocol) implements Resolution {}

  /**
   * Nothing that may be used.
   *
   * @param reason of the route's condition ResolvedRefs
   * @param message the reference and what is wrong with it
   * @param named the backend, where the reference names one
   */
  record NotFound(String reason, String message, Optional<BackendId> named) implements Resolution {}

  /**
   * Follows a reference of a route in the namespace. Permission comes first: who may not look
   * learns nothing.
   */
  static Resolution resolve(String routeNamespace, HTTPBackendRef ref, Lookup lookup) {
    String group = Text.orEmpty(ref.getGroup());
    String kind = Text.or(ref.getKind(), "Service");
    if (!group.isEmpty() || !kind.equals("Service")) {
      String what = group.isEmpty() ? kind : kind + "." + group;
      return new NotFound(
          "InvalidKind",
          "backendRef " + ref.getName() + ": kind " + what + " is not supported, only Service is",
          Optional.empty());
    }
    var service = new ObjectKey(Text.or(ref.getNamespace(), routeNamespace), ref.getName());
    Integer port = ref.getPort();
    if (port == null) {
      return new NotFound(
          "BackendNotFound",
          "backendRef to Service " + service + " names no port",
          Optional.empty());
    }
    var id = new BackendId(service.namespace(), service.name(), port);
    return service.namespace().equals(routeNamespace) || permitted(routeNamespace, service, lookup)
        ? find(id, service, lookup)
        : new NotFound(
            "RefNotPermitted",
            "backendRef to Service "
                + service
                + ": no ReferenceGrant in namespace "
                + service.namespace()
                + " allows it to HTTPRoutes of namespace "
                + routeNamespace,
            Optional.of(id));
  }

  /** The port of a Service by its number. */
  static @Nullable ServicePort port(Service service, int number) {
    return service.getSpec().getPorts().stream()
        .filter(port -> port.getPort() == number)
        .filter(port -> Text.or(port.getProtocol(), "TCP").equals("TCP"))
        .findFirst()
        .orElse(null);
  }

  private static boolean permitted(String routeNamespace, ObjectKey service, Lookup lookup) {
    return Grants.permit(
        lookup.grantsIn(service.namespace()),
        new Grants.From(GatewayApi.GROUP, GatewayApi.HTTP_ROUTE, routeNamespace),
        new Grants.To("", "Service", service.name()));
  }

  private static Resolution find(BackendId id, ObjectKey key, Lookup lookup) {
    Service service = lookup.service(key).orElse(null);
    if (service == null) {
      return new NotFound("BackendNotFound", "Service " + key + " does not exist", Optional.of(id));
    }
    if (Text.orEmpty(service.getSpec().getType()).equals("ExternalName")) {
      // Following such a name would let a route reach whatever the gateway's Pod can
      // (CVE-2021-25740).
      return new NotFound(
          "BackendNotFound",
          "Service " + key + " is of type ExternalName, which is not followed",
          Optional.of(id));
    }
    ServicePort port = port(service, id.port());
    if (port == null) {
      return new NotFound(
          "BackendNotFound", "Service " + key + " has no TCP port " + id.port(), Optional.of(id));
    }
    ApplicationProtocol protocol = ApplicationProtocol.of(port);
    // Where only the port's name speaks against HTTP, whoever sends requests there knows better.
    return protocol.isHttp() || Text.orEmpty(port.getAppProtocol()).isEmpty()
        ? new Found(id, protocol.upstream())
        : new NotFound(
            "UnsupportedProtocol",
            "Service " + id + ": appProtocol " + port.getAppProtocol() + " is not supported",
            Optional.of(id));
  }
}
