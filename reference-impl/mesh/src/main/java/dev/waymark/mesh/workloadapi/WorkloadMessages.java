package dev.waymark.mesh.workloadapi;

import com.google.protobuf.ByteString;
import com.google.protobuf.UInt32Value;
import dev.waymark.mesh.workloadapi.proto.NetworkMode;
import dev.waymark.mesh.workloadapi.proto.Port;
import dev.waymark.mesh.workloadapi.proto.PortList;
import dev.waymark.mesh.workloadapi.proto.WorkloadStatus;
import dev.waymark.mesh.workloadapi.proto.WorkloadType;
import dev.waymark.model.identity.SpiffeId;
import dev.waymark.model.identity.TrustDomain;
import dev.waymark.model.workload.ApplicationTunnel;
import dev.waymark.model.workload.Locality;
import dev.waymark.model.workload.NamespacedHostname;
import dev.waymark.model.workload.TunnelProtocol;
import dev.waymark.model.workload.Workload;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Workloads as messages, and back. Pure functions. */
final class WorkloadMessages {
  private static final String DEFAULT_ACCOUNT = "default";
  private static final String DEFAULT_CLUSTER = "Kubernetes";

  private WorkloadMessages() {}

  static dev.waymark.mesh.workloadapi.proto.Workload encode(Workload workload) {
    var message =
        dev.waymark.mesh.workloadapi.proto.Workload.newBuilder()
            .setUid(workload.uid())
            .setName(workload.name())
            .setNamespace(workload.namespace())
            .addAllAddresses(workload.addresses().stream().map(Addresses::encode).toList())
            .setTunnelProtocol(
                workload.tunnel() == TunnelProtocol.HBONE
                    ? dev.waymark.mesh.workloadapi.proto.TunnelProtocol.HBONE
                    : dev.waymark.mesh.workloadapi.proto.TunnelProtocol.NONE)
            .setTrustDomain(unlessDefault(workload.identity().trustDomain()))
            .setServiceAccount(unless(DEFAULT_ACCOUNT, workload.identity().serviceAccount()))
            .setNode(workload.node())
            .setCanonicalName(workload.owner().canonicalName())
            .setCanonicalRevision(workload.owner().canonicalRevision())
            .setWorkloadType(type(workload.owner().kind()))
            .setWorkloadName(workload.owner().name())
            .setClusterId(unless(DEFAULT_CLUSTER, workload.owner().cluster()))
            .addAllAuthorizationPolicies(workload.policies())
            .setStatus(workload.healthy() ? WorkloadStatus.HEALTHY : WorkloadStatus.UNHEALTHY)
            .setNetworkMode(
                workload.hostNetwork() ? NetworkMode.HOST_NETWORK : NetworkMode.STANDARD)
            .setLocality(
                dev.waymark.mesh.workloadapi.proto.Locality.newBuilder()
                    .setRegion(workload.locality().region())
                    .setZone(workload.locality().zone())
                    .setSubzone(workload.locality().subzone()));
    workload.waypoint().map(Addresses::encode).ifPresent(message::setWaypoint);
    workload
        .applicationTunnel()
        .map(WorkloadMessages::encode)
        .ifPresent(message::setApplicationTunnel);
    workload
        .services()
        .forEach((service, ports) -> message.putServices(service.toString(), encode(ports)));
    if (workload.capacity() != 1) {
      message.setCapacity(UInt32Value.of(workload.capacity()));
    }
    return message.build();
  }

  private static dev.waymark.mesh.workloadapi.proto.ApplicationTunnel encode(
      ApplicationTunnel tunnel) {
    return dev.waymark.mesh.workloadapi.proto.ApplicationTunnel.newBuilder()
        .setProtocol(
            switch (tunnel.protocol()) {
              case NONE -> dev.waymark.mesh.workloadapi.proto.ApplicationTunnel.Protocol.NONE;
              case PROXY -> dev.waymark.mesh.workloadapi.proto.ApplicationTunnel.Protocol.PROXY;
            })
        .setPort(tunnel.port())
        .build();
  }

  /** In the order of their numbers, so that equal workloads are equal bytes. */
  private static PortList encode(Map<Integer, Integer> ports) {
    PortList.Builder list = PortList.newBuilder();
    new TreeMap<>(ports).forEach((port, target) -> list.addPorts(port(port, target)));
    return list.build();
  }

  static Port port(int servicePort, int targetPort) {
    return Port.newBuilder().setServicePort(servicePort).setTargetPort(targetPort).build();
  }

  private static WorkloadType type(String kind) {
    return switch (kind) {
      case "cronjob" -> WorkloadType.CRONJOB;
      case "job" -> WorkloadType.JOB;
      case "pod" -> WorkloadType.POD;
      default -> WorkloadType.DEPLOYMENT;
    };
  }

  private static String unlessDefault(TrustDomain trustDomain) {
    return unless(TrustDomain.CLUSTER_LOCAL.name(), trustDomain.name());
  }

  private static String unless(String byDefault, String value) {
    return value.equals(byDefault) ? "" : value;
  }

  private static String orDefault(String value, String byDefault) {
    return value.isEmpty() ? byDefault : value;
  }

  /**
   * Reads a workload.
   *
   * @throws IllegalArgumentException if the message names no valid one; says which field is wrong
   */
  static Workload decode(dev.waymark.mesh.workloadapi.proto.Workload message) {
    if (message.getUid().isEmpty()) {
      throw new IllegalArgumentException("uid: '' (expected: the workload's unique name)");
    }
    var identity =
        new SpiffeId(
            new TrustDomain(orDefault(message.getTrustDomain(), TrustDomain.CLUSTER_LOCAL.name())),
            message.getNamespace(),
            orDefault(message.getServiceAccount(), DEFAULT_ACCOUNT));
    List<InetAddress> addresses =
        message.getAddressesList().stream().map(WorkloadMessages::address).toList();
    return new Workload(
        message.getUid(),
        message.getName(),
        message.getNamespace(),
        identity,
        addresses,
        message.getNetworkMode() == NetworkMode.HOST_NETWORK,
        tunnel(message),
        message.hasApplicationTunnel()
            ? Optional.of(decode(message.getApplicationTunnel()))
            : Optional.empty(),
        message.hasWaypoint()
            ? Optional.of(Addresses.decode(message.getWaypoint()))
            : Optional.empty(),
        message.getServicesMap().entrySet().stream()
            .collect(
                Collectors.toUnmodifiableMap(
                    entry -> hostname(entry.getKey()), entry -> decode(entry.getValue()))),
        message.getAuthorizationPoliciesList(),
        message.getStatus() == WorkloadStatus.HEALTHY,
        message.getNode(),
        new Locality(
            message.getLocality().getRegion(),
            message.getLocality().getZone(),
            message.getLocality().getSubzone()),
        message.hasCapacity() ? message.getCapacity().getValue() : 1,
        new Workload.Owner(
            kind(message.getWorkloadType()),
            message.getWorkloadName(),
            message.getCanonicalName(),
            message.getCanonicalRevision(),
            orDefault(message.getClusterId(), DEFAULT_CLUSTER)));
  }

  private static InetAddress address(ByteString bytes) {
    return Addresses.decode("addresses", bytes);
  }

  private static TunnelProtocol tunnel(dev.waymark.mesh.workloadapi.proto.Workload message) {
    return switch (message.getTunnelProtocol()) {
      case NONE -> TunnelProtocol.NONE;
      case HBONE -> TunnelProtocol.HBONE;
      case LEGACY_ISTIO_MTLS, UNRECOGNIZED ->
          throw new IllegalArgumentException(
              "tunnel_protocol: " + message.getTunnelProtocol() + " (expected: NONE or HBONE)");
    };
  }

  private static ApplicationTunnel decode(
      dev.waymark.mesh.workloadapi.proto.ApplicationTunnel message) {
    return new ApplicationTunnel(
        switch (message.getProtocol()) {
          case NONE -> ApplicationTunnel.Protocol.NONE;
          case PROXY -> ApplicationTunnel.Protocol.PROXY;
          case UNRECOGNIZED ->
              throw new IllegalArgumentException(
                  "application_tunnel.protocol: unknown (expected: NONE or PROXY)");
        },
        message.getPort());
  }

  private static Map<Integer, Integer> decode(PortList ports) {
    return ports.getPortsList().stream()
        .collect(Collectors.toUnmodifiableMap(Port::getServicePort, Port::getTargetPort));
  }

  private static NamespacedHostname hostname(String key) {
    int slash = key.indexOf('/');
    if (slash < 1) {
      throw new IllegalArgumentException("services: '" + key + "' (expected: NAMESPACE/HOSTNAME)");
    }
    return new NamespacedHostname(key.substring(0, slash), key.substring(slash + 1));
  }

  private static String kind(WorkloadType type) {
    return switch (type) {
      case CRONJOB -> "cronjob";
      case JOB -> "job";
      case POD -> "pod";
      case DEPLOYMENT, UNRECOGNIZED -> "deployment";
    };
  }
}
