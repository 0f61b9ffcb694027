package dev.waymark.controlplane.mesh;

import dev.waymark.controlplane.GatewayApi;
import dev.waymark.controlplane.view.ClusterStore;
import dev.waymark.controlplane.view.ClusterView;
import dev.waymark.controlplane.view.ObjectKey;
import dev.waymark.model.GatewayKey;
import dev.waymark.model.identity.SpiffeId;
import dev.waymark.model.identity.TrustDomain;
import dev.waymark.model.waypoint.Inbound;
import dev.waymark.model.workload.ApplicationTunnel;
import dev.waymark.model.workload.Locality;
import dev.waymark.model.workload.NamespacedHostname;
import dev.waymark.model.workload.TunnelProtocol;
import dev.waymark.model.workload.Workload;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Pods, and endpoints that are none, as workloads. Pure functions. */
final class Workloads {
  /** What a ReplicaSet's name adds to its Deployment's is the template's hash. */
  private static final String TEMPLATE_HASH = "pod-template-hash";

  private Workloads() {}

  /** Every workload of the cluster that has an address. */
  static List<Workload> of(ClusterView view) {
    Map<String, ObjectKey> podsByAddress = byAddress(view);
    Map<ObjectKey, Map<NamespacedHostname, Map<Integer, Integer>>> memberships =
        ServicePorts.ofPods(view, podsByAddress);
    List<Workload> workloads = new ArrayList<>();
    view.pods()
        .forEach(
            (key, pod) -> {
              if (!addresses(pod).isEmpty()) {
                workloads.add(workload(pod, memberships.getOrDefault(key, Map.of()), view));
              }
            });
    view.endpointSlices()
        .values()
        .forEach(
            slices ->
                slices.forEach(
                    slice -> others(slice, view, podsByAddress).forEach(workloads::add)));
    return workloads;
  }

  /** Pods by an address that is theirs alone. */
  private static Map<String, ObjectKey> byAddress(ClusterView view) {
    Map<String, ObjectKey> pods = new HashMap<>();
    view.pods()
        .forEach(
            (key, pod) -> {
              if (!Boolean.TRUE.equals(pod.getSpec().getHostNetwork())) {
                addresses(pod).forEach(address -> pods.put(address.getHostAddress(), key));
              }
            });
    return pods;
  }

  private static Workload workload(
      Pod pod, Map<NamespacedHostname, Map<Integer, Integer>> services, ClusterView view) {
    String namespace = pod.getMetadata().getNamespace();
    String name = pod.getMetadata().getName();
    String account = pod.getSpec().getServiceAccountName();
    return new Workload(
        Workload.podUid(Ambient.CLUSTER, namespace, name),
        name,
        namespace,
        new SpiffeId(
            TrustDomain.CLUSTER_LOCAL,
            namespace,
            account == null || account.isEmpty() ? "default" : account),
        addresses(pod),
        Boolean.TRUE.equals(pod.getSpec().getHostNetwork()),
        tunnel(pod, view),
        applicationTunnel(pod, view),
        WaypointBinding.of(pod, view).address(view),
        services,
        ZtunnelPolicies.selecting(pod, view),
        PodReadiness.takesTraffic(pod),
        Optional.ofNullable(pod.getSpec().getNodeName()).orElse(""),
        Locality.UNKNOWN,
        1,
        owner(pod));
  }

  private static List<InetAddress> addresses(Pod pod) {
    String ip = pod.getStatus() == null ? null : pod.getStatus().getPodIP();
    return ip == null || ip.isEmpty() ? List.of() : List.of(InetAddress.ofLiteral(ip));
  }

  /** Its node's proxy takes tunnels for it, or it is a waypoint, which takes them itself. */
  private static TunnelProtocol tunnel(Pod pod, ClusterView view) {
    boolean captured = "enabled".equals(Ambient.annotation(pod, Ambient.REDIRECTION));
    return captured || gateway(pod).filter(key -> takesTunnels(key, view)).isPresent()
        ? TunnelProtocol.HBONE
        : TunnelProtocol.NONE;
  }

  private static boolean takesTunnels(GatewayKey key, ClusterView view) {
    return WaypointGateways.isOurs(key, view)
        && WaypointGateways.inbound(key, view) instanceof Inbound.Hbone;
  }

  private static Optional<ApplicationTunnel> applicationTunnel(Pod pod, ClusterView view) {
    return gateway(pod)
        .map(view.gateways()::get)
        .flatMap(gateway -> InboundBinding.of(gateway, view));
  }

  private static Optional<GatewayKey> gateway(Pod pod) {
    return Optional.ofNullable(Ambient.label(pod, GatewayApi.GATEWAY_NAME_LABEL))
        .map(name -> new GatewayKey(pod.getMetadata().getNamespace(), name));
  }

  private static Workload.Owner owner(Pod pod) {
    OwnerReference owner =
        pod.getMetadata().getOwnerReferences().stream()
            .filter(each -> Boolean.TRUE.equals(each.getController()))
            .findFirst()
            .orElse(null);
    String kind = kind(owner);
    String name = owner == null ? pod.getMetadata().getName() : nameOf(owner, pod);
    String canonical = Ambient.label(pod, Ambient.CANONICAL_NAME);
    String app = Ambient.label(pod, "app");
    String revision = Ambient.label(pod, Ambient.CANONICAL_REVISION);
    String version = Ambient.label(pod, "version");
    return new Workload.Owner(
        kind,
        name,
        first(canonical, Ambient.label(pod, "app.kubernetes.io/name"), app, name),
        first(revision, Ambient.label(pod, "app.kubernetes.io/version"), version, "latest"),
        Ambient.CLUSTER);
  }

  private static String kind(@Nullable OwnerReference owner) {
    return switch (owner == null ? "" : owner.getKind()) {
      case "ReplicaSet" -> "deployment";
      case "Job" -> "job";
      default -> "pod";
    };
  }

  private static String nameOf(OwnerReference owner, Pod pod) {
    String hash = Ambient.label(pod, TEMPLATE_HASH);
    return hash != null && owner.getName().endsWith("-" + hash)
        ? owner.getName().substring(0, owner.getName().length() - hash.length() - 1)
        : owner.getName();
  }

  private static String first(@Nullable String... candidates) {
    return Stream.of(candidates)
        .filter(candidate -> candidate != null && !candidate.isEmpty())
        .findFirst()
        .orElse("");
  }

  /** Endpoints at no Pod's address: outside the mesh, but a Service may lead to them. */
  private static Stream<Workload> others(
      EndpointSlice slice, ClusterView view, Map<String, ObjectKey> podsByAddress) {
    String service = Ambient.label(slice, ClusterStore.SERVICE_NAME_LABEL);
    if (service == null || "FQDN".equals(slice.getAddressType())) {
      return Stream.empty();
    }
    String namespace = slice.getMetadata().getNamespace();
    Map<Integer, Integer> ports =
        ServicePorts.of(view.services().get(new ObjectKey(namespace, service)), slice);
    Map<String, Workload> byAddress = new LinkedHashMap<>(); // a slice may say one twice
    for (Endpoint endpoint : slice.getEndpoints()) {
      if (endpoint.getTargetRef() == null) {
        endpoint.getAddresses().stream()
            .filter(address -> !podsByAddress.containsKey(address))
            .forEach(
                address ->
                    byAddress.putIfAbsent(
                        address, other(slice, endpoint, address, service, ports)));
      }
    }
    return byAddress.values().stream();
  }

  private static Workload other(
      EndpointSlice slice,
      Endpoint endpoint,
      String address,
      String service,
      Map<Integer, Integer> ports) {
    String namespace = slice.getMetadata().getNamespace();
    String name = slice.getMetadata().getName();
    return new Workload(
        Ambient.CLUSTER
            + "/discovery.k8s.io/EndpointSlice/"
            + namespace
            + "/"
            + name
            + "/"
            + address,
        name,
        namespace,
        new SpiffeId(TrustDomain.CLUSTER_LOCAL, namespace, "default"),
        List.of(InetAddress.ofLiteral(address)),
        false,
        TunnelProtocol.NONE,
        Optional.empty(),
        Optional.empty(),
        Map.of(new NamespacedHostname(namespace, Ambient.hostname(namespace, service)), ports),
        List.of(),
        endpoint.getConditions() == null
            || !Boolean.FALSE.equals(endpoint.getConditions().getReady()),
        "",
        Locality.UNKNOWN,
        1,
        new Workload.Owner("pod", name, service, "latest", Ambient.CLUSTER));
  }
}
