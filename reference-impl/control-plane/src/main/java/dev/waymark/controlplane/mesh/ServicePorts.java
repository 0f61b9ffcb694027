package dev.waymark.controlplane.mesh;

import dev.waymark.controlplane.view.ClusterView;
import dev.waymark.controlplane.view.ObjectKey;
import dev.waymark.model.workload.NamespacedHostname;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointPort;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Which port of an endpoint stands behind a Service's, by EndpointSlices. Pure functions. */
final class ServicePorts {
  private ServicePorts() {}

  /** For each Pod the Services that it is an endpoint of, and its port for each of theirs. */
  static Map<ObjectKey, Map<NamespacedHostname, Map<Integer, Integer>>> ofPods(
      ClusterView view, Map<String, ObjectKey> podsByAddress) {
    Map<ObjectKey, Map<NamespacedHostname, Map<Integer, Integer>>> found = new HashMap<>();
    view.endpointSlices()
        .forEach(
            (service, slices) -> {
              var host =
                  new NamespacedHostname(
                      service.namespace(), Ambient.hostname(service.namespace(), service.name()));
              for (EndpointSlice slice : slices) {
                Map<Integer, Integer> ports = of(view.services().get(service), slice);
                slice.getEndpoints().stream()
                    .flatMap(endpoint -> pods(endpoint, service.namespace(), podsByAddress))
                    .forEach(
                        pod ->
                            found
                                .computeIfAbsent(pod, _ -> new HashMap<>())
                                .computeIfAbsent(host, _ -> new HashMap<>())
                                .putAll(ports));
              }
            });
    return found;
  }

  /** The Pod that an endpoint refers to, or, where it refers to nothing, those at its addresses. */
  private static Stream<ObjectKey> pods(
      Endpoint endpoint, String namespace, Map<String, ObjectKey> podsByAddress) {
    var target = endpoint.getTargetRef();
    if (target == null) {
      return endpoint.getAddresses().stream().map(podsByAddress::get).filter(Objects::nonNull);
    }
    return "Pod".equals(target.getKind())
        ? Stream.of(new ObjectKey(namespace, target.getName()))
        : Stream.empty();
  }

  /** The endpoints' port for each TCP port of the Service: those of the same name. */
  static Map<Integer, Integer> of(@Nullable Service service, EndpointSlice slice) {
    Map<Integer, Integer> ports = new HashMap<>();
    if (service != null) {
      for (ServicePort port : tcp(service)) {
        slice.getPorts().stream()
            .filter(candidate -> orEmpty(candidate.getName()).equals(orEmpty(port.getName())))
            .map(EndpointPort::getPort)
            .filter(Objects::nonNull)
            .forEach(target -> ports.put(port.getPort(), target));
      }
    }
    return ports;
  }

  /** The Service's ports that the mesh carries. */
  static List<ServicePort> tcp(Service service) {
    return service.getSpec().getPorts().stream()
        .filter(port -> port.getProtocol() == null || port.getProtocol().equals("TCP"))
        .toList();
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }
}
