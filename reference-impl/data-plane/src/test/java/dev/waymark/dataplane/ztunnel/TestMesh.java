package dev.waymark.dataplane.ztunnel;

import dev.waymark.dataplane.hbone.HboneServer;
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
import java.util.function.Consumer;

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

  /** A workload's fields, to make another of it. */
  private static final class Draft {
    private final Workload pod;
    private boolean hostNetwork;
    private TunnelProtocol tunnel;
    private Optional<ApplicationTunnel> applicationTunnel;
    private Optional<GatewayAddress> waypoint;
    private Map<NamespacedHostname, Map<Integer, Integer>> services;
    private List<String> policies;
    private boolean healthy;
    private String node;
    private Locality locality;
    private int capacity;

    private Draft(Workload pod) {
      this.pod = pod;
      hostNetwork = pod.hostNetwork();
      tunnel = pod.tunnel();
      applicationTunnel = pod.applicationTunnel();
      waypoint = pod.waypoint();
      services = new HashMap<>(pod.services());
      policies = pod.policies();
      healthy = pod.healthy();
      node = pod.node();
      locality = pod.locality();
      capacity = pod.capacity();
    }

    private Workload workload() {
      return new Workload(
          pod.uid(),
          pod.name(),
          pod.namespace(),
          pod.identity(),
          pod.addresses(),
          hostNetwork,
          tunnel,
          applicationTunnel,
          waypoint,
          services,
          policies,
          healthy,
          node,
          locality,
          capacity,
          pod.owner());
    }
  }

  private static Workload edit(Workload pod, Consumer<Draft> change) {
    Draft draft = new Draft(pod);
    change.accept(draft);
    return draft.workload();
  }

  static Workload with(Workload pod, TunnelProtocol tunnel) {
    return edit(pod, draft -> draft.tunnel = tunnel);
  }

  static Workload with(Workload pod, ApplicationTunnel tunnel) {
    return edit(pod, draft -> draft.applicationTunnel = Optional.of(tunnel));
  }

  static Workload with(Workload pod, GatewayAddress waypoint) {
    return edit(pod, draft -> draft.waypoint = Optional.of(waypoint));
  }

  static Workload inService(Workload pod, String service, int port, int target) {
    return edit(pod, draft -> draft.services.put(host(service), Map.of(port, target)));
  }

  static Workload unhealthy(Workload pod) {
    return edit(pod, draft -> draft.healthy = false);
  }

  static Workload selectedBy(Workload pod, String policy) {
    return edit(pod, draft -> draft.policies = List.of(policy));
  }

  static Workload onNodeNetwork(Workload pod) {
    return edit(pod, draft -> draft.hostNetwork = true);
  }

  static Workload at(Workload pod, String node, Locality locality, int capacity) {
    return edit(
        pod,
        draft -> {
          draft.node = node;
          draft.locality = locality;
          draft.capacity = capacity;
        });
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
    return new GatewayAddress.Hostname(host(service), HboneServer.PORT);
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
