package dev.waymark.controlplane.translate;

import dev.waymark.controlplane.view.ClusterView;
import dev.waymark.controlplane.view.ObjectKey;
import dev.waymark.model.BackendId;
import dev.waymark.model.Endpoints;
import dev.waymark.model.Endpoints.Endpoint;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointPort;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Where a Service's port is reached: its EndpointSlices, whoever wrote them. Their ports are those
 * of the Pods, so a headless Service, which has no port of its own, needs nothing special.
 */
public final class EndpointsTranslator {
  private EndpointsTranslator() {}

  /** The endpoints of a Service's port, none where there is no such port. */
  public static Endpoints translate(BackendId backend, ClusterView view) {
    var key = new ObjectKey(backend.namespace(), backend.service());
    Service service = view.services().get(key);
    ServicePort port = service == null ? null : Backends.port(service, backend.port());
    if (port == null) {
      return Endpoints.none(backend);
    }
    List<Endpoint> endpoints =
        view.slicesOf(key).stream()
            .filter(slice -> !Text.orEmpty(slice.getAddressType()).equals("FQDN"))
            .sorted(Comparator.comparing(slice -> slice.getMetadata().getName()))
            .flatMap(slice -> endpoints(slice, port))
            .toList();
    return new Endpoints(backend, endpoints);
  }

  /**
   * A slice's port belongs to the Service's port of the same name; where there is but one, both may
   * have none.
   */
  private static Stream<Endpoint> endpoints(EndpointSlice slice, ServicePort port) {
    return slice.getPorts().stream()
        .filter(candidate -> Text.orEmpty(candidate.getName()).equals(Text.orEmpty(port.getName())))
        .map(EndpointPort::getPort)
        .filter(Objects::nonNull)
        .flatMap(
            number ->
                slice.getEndpoints().stream()
                    .filter(EndpointsTranslator::isReady)
                    .flatMap(endpoint -> endpoint.getAddresses().stream())
                    .map(address -> new Endpoint(address, number)));
  }

  /** An endpoint whose controller says nothing of its readiness is ready. */
  private static boolean isReady(io.fabric8.kubernetes.api.model.discovery.v1.Endpoint endpoint) {
    var conditions = endpoint.getConditions();
    return conditions == null || !Boolean.FALSE.equals(conditions.getReady());
  }
}
