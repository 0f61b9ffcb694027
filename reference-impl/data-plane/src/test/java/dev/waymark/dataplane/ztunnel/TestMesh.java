package dev.waymark.dataplane.ztunnel;

import dev.waymark.model.authorization.Authorization;
import dev.waymark.model.identity.SpiffeId;
import dev.waymark.model.identity.TrustDomain;
import dev.waymark.model.workload.ApplicationTunnel;
import dev.waymark.model.workload.GatewayAddress;
import dev.waymark.model.workload.LoadBalancing;
import dev.waymark.model.workload.Locality;
import dev.waymark.model.workload.MeshService;
import dev.waymark.model.workload.MeshView;
import dev.waymark.model.workload.NamespacedHostname;
import dev.waymark.model.workload.TunnelProtocol;
import dev.waymark.model.workload.Workload;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A mesh that is described step by step. */
final class TestMesh {
  static final String NAMESPACE = "shop";

  private final Map<String, Workload> workloads = new HashMap<>();
  private final Map<NamespacedHostname, MeshService> services = new HashMap<>();
  private final List<Authorization> policies = new ArrayList<>();

  static SpiffeId identity(String account) {
    return new SpiffeId(TrustDomain.CLUSTER_LOCAL, NAMESPACE, account);
  }

  static NamespacedHostname host(String service) {
    return new NamespacedHostname(NAMESPACE, service + ".shop.svc.cluster.local");
  }

  /** A workload of the mesh, with an account of its own name. */
  static Workload pod(String name, String address) {
    return new Workload(
        name,
        name,
        NAMESPACE,
        identity(name),
        List.of(InetAddress.ofLiteral(address)),
        false,
        TunnelProtocol.HBONE,
        Optional.empty(),
        Optional.empty(),
        Map.of(),
        List.of(),
        true,
        "node-1",
        Locality.UNKNOWN,
        1,
        new Workload.Owner("deployment", name, name, "latest", "Kubernetes"));
  }

  static Workload with(Workload pod, TunnelProtocol tunnel) {
    return new Workload(
        pod.uid(),
        pod.name(),
        pod.namespace(),
        pod.identity(),
        pod.addresses(),
        pod.hostNetwork(),
        tunnel,
        pod.applicationTunnel(),
        pod.waypoint(),
        pod.services(),
        pod.policies(),
        pod.healthy(),
        pod.node(),
        pod.locality(),
        pod.capacity(),
        pod.owner());
  }

  static Workload with(Workload pod, ApplicationTunnel tunnel) {
    return new Workload(
        pod.uid(),
        pod.name(),
        pod.namespace(),
        pod.identity(),
        pod.addresses(),
        pod.hostNetwork(),
        pod.tunnel(),
        Optional.of(tunnel),
        pod.waypoint(),
        pod.services(),
        pod.policies(),
        pod.healthy(),
        pod.node(),
        pod.locality(),
        pod.capacity(),
        pod.owner());
  }

  static Workload with(Workload pod, GatewayAddress waypoint) {
    return new Workload(
        pod.uid(),
        pod.name(),
        pod.namespace(),
        pod.identity(),
        pod.addresses(),
        pod.hostNetwork(),
        pod.tunnel(),
        pod.applicationTunnel(),
        Optional.of(waypoint),
        pod.services(),
        pod.policies(),
        pod.healthy(),
        pod.node(),
        pod.locality(),
        pod.capacity(),
        pod.owner());
  }

  static Workload inService(Workload pod, String service, int port, int target) {
    var services = new HashMap<>(pod.services());
    services.put(host(service), Map.of(port, target));
    return new Workload(
        pod.uid(),
        pod.name(),
        pod.namespace(),
        pod.identity(),
        pod.addresses(),
        pod.hostNetwork(),
        pod.tunnel(),
        pod.applicationTunnel(),
        pod.waypoint(),
        services,
        pod.policies(),
        pod.healthy(),
        pod.node(),
        pod.locality(),
        pod.capacity(),
        pod.owner());
  }

  static Workload unhealthy(Workload pod) {
    return new Workload(
        pod.uid(),
        pod.name(),
        pod.namespace(),
        pod.identity(),
        pod.addresses(),
        pod.hostNetwork(),
        pod.tunnel(),
        pod.applicationTunnel(),
        pod.waypoint(),
        pod.services(),
        pod.policies(),
        false,
        pod.node(),
        pod.locality(),
        pod.capacity(),
        pod.owner());
  }

  static Workload selectedBy(Workload pod, String policy) {
    return new Workload(
        pod.uid(),
        pod.name(),
        pod.namespace(),
        pod.identity(),
        pod.addresses(),
        pod.hostNetwork(),
        pod.tunnel(),
        pod.applicationTunnel(),
        pod.waypoint(),
        pod.services(),
        List.of(policy),
        pod.healthy(),
        pod.node(),
        pod.locality(),
        pod.capacity(),
        pod.owner());
  }

  static Workload at(Workload pod, String node, Locality locality, int capacity) {
    return new Workload(
        pod.uid(),
        pod.name(),
        pod.namespace(),
        pod.identity(),
        pod.addresses(),
        pod.hostNetwork(),
        pod.tunnel(),
        pod.applicationTunnel(),
        pod.waypoint(),
        pod.services(),
        pod.policies(),
        pod.healthy(),
        node,
        locality,
        capacity,
        pod.owner());
  }

  static MeshService service(String name, String address, int port, int target) {
    return service(name, address, port, target, null, LoadBalancing.EVEN);
  }

  static MeshService service(
      String name,
      String address,
      int port,
      int target,
      GatewayAddress waypoint,
      LoadBalancing balancing) {
    return new MeshService(
        host(name),
        name,
        List.of(InetAddress.ofLiteral(address)),
        Map.of(port, target),
        List.of(),
        Optional.ofNullable(waypoint),
        false,
        balancing);
  }

  static GatewayAddress waypoint(String service) {
    return new GatewayAddress.Hostname(host(service), Ztunnel.TUNNEL_PORT);
  }

  TestMesh put(Workload workload) {
    workloads.put(workload.uid(), workload);
    return this;
  }

  TestMesh put(MeshService service) {
    services.put(service.key(), service);
    return this;
  }

  TestMesh put(Authorization policy) {
    policies.add(policy);
    return this;
  }

  MeshView view() {
    return new MeshView(workloads.values(), services.values(), policies);
  }
}
