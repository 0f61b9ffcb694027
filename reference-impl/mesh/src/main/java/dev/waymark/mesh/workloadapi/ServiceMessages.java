package dev.waymark.mesh.workloadapi;

import dev.waymark.mesh.workloadapi.proto.NetworkAddress;
import dev.waymark.mesh.workloadapi.proto.Port;
import dev.waymark.model.workload.LoadBalancing;
import dev.waymark.model.workload.MeshService;
import dev.waymark.model.workload.NamespacedHostname;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Services as messages, and back. Pure functions. */
final class ServiceMessages {
  private ServiceMessages() {}

  static dev.waymark.mesh.workloadapi.proto.Service encode(MeshService service) {
    var message =
        dev.waymark.mesh.workloadapi.proto.Service.newBuilder()
            .setName(service.name())
            .setNamespace(service.key().namespace())
            .setHostname(service.key().hostname())
            .addAllAddresses(service.addresses().stream().map(Addresses::onNetwork).toList())
            .addAllSubjectAltNames(service.subjectAltNames())
            .setIngressUseWaypoint(service.ingressUseWaypoint());
    new TreeMap<>(service.ports())
        .forEach((port, target) -> message.addPorts(WorkloadMessages.port(port, target)));
    service.waypoint().map(Addresses::encode).ifPresent(message::setWaypoint);
    if (!service.loadBalancing().equals(LoadBalancing.EVEN)) {
      message.setLoadBalancing(encode(service.loadBalancing()));
    }
    return message.build();
  }

  private static dev.waymark.mesh.workloadapi.proto.LoadBalancing encode(LoadBalancing balancing) {
    return dev.waymark.mesh.workloadapi.proto.LoadBalancing.newBuilder()
        .addAllRoutingPreference(
            balancing.preference().stream()
                .map(
                    scope ->
                        dev.waymark.mesh.workloadapi.proto.LoadBalancing.Scope.valueOf(
                            scope.name()))
                .toList())
        .setMode(
            balancing.mode() == LoadBalancing.Mode.UNSPECIFIED
                ? dev.waymark.mesh.workloadapi.proto.LoadBalancing.Mode.UNSPECIFIED_MODE
                : dev.waymark.mesh.workloadapi.proto.LoadBalancing.Mode.valueOf(
                    balancing.mode().name()))
        .setHealthPolicy(
            balancing.onlyHealthy()
                ? dev.waymark.mesh.workloadapi.proto.LoadBalancing.HealthPolicy.ONLY_HEALTHY
                : dev.waymark.mesh.workloadapi.proto.LoadBalancing.HealthPolicy.ALLOW_ALL)
        .build();
  }

  /**
   * Reads a Service.
   *
   * @throws IllegalArgumentException if the message names no valid one; says which field is wrong
   */
  static MeshService decode(dev.waymark.mesh.workloadapi.proto.Service message) {
    if (message.getHostname().isEmpty()) {
      throw new IllegalArgumentException("hostname: '' (expected: the Service's host name)");
    }
    return new MeshService(
        new NamespacedHostname(message.getNamespace(), message.getHostname()),
        message.getName(),
        message.getAddressesList().stream()
            .map(NetworkAddress::getAddress)
            .map(bytes -> Addresses.decode("addresses", bytes))
            .toList(),
        message.getPortsList().stream()
            .collect(Collectors.toUnmodifiableMap(Port::getServicePort, Port::getTargetPort)),
        message.getSubjectAltNamesList(),
        message.hasWaypoint()
            ? Optional.of(Addresses.decode(message.getWaypoint()))
            : Optional.empty(),
        message.getIngressUseWaypoint(),
        message.hasLoadBalancing() ? decode(message.getLoadBalancing()) : LoadBalancing.EVEN);
  }

  private static boolean isKnown(dev.waymark.mesh.workloadapi.proto.LoadBalancing.Scope scope) {
    return switch (scope) {
      case UNSPECIFIED_SCOPE, UNRECOGNIZED -> false;
      default -> true;
    };
  }

  /** Scopes that are not known here are passed over: they can't be compared. */
  private static LoadBalancing decode(dev.waymark.mesh.workloadapi.proto.LoadBalancing message) {
    return new LoadBalancing(
        message.getRoutingPreferenceList().stream()
            .filter(ServiceMessages::isKnown)
            .map(scope -> LoadBalancing.Scope.valueOf(scope.name()))
            .toList(),
        switch (message.getMode()) {
          case UNSPECIFIED_MODE, UNRECOGNIZED -> LoadBalancing.Mode.UNSPECIFIED;
          default -> LoadBalancing.Mode.valueOf(message.getMode().name());
        },
        message.getHealthPolicy()
            != dev.waymark.mesh.workloadapi.proto.LoadBalancing.HealthPolicy.ALLOW_ALL);
  }
}
