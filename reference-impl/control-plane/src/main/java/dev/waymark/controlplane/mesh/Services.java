package dev.waymark.controlplane.mesh;

import dev.waymark.controlplane.view.ClusterView;
import dev.waymark.controlplane.view.ObjectKey;
import dev.waymark.model.workload.LoadBalancing;
import dev.waymark.model.workload.LoadBalancing.Mode;
import dev.waymark.model.workload.LoadBalancing.Scope;
import dev.waymark.model.workload.MeshService;
import dev.waymark.model.workload.NamespacedHostname;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Services as the mesh's proxies know them. Pure functions. */
final class Services {
  private Services() {}

  static List<MeshService> of(ClusterView view) {
    return view.services().entrySet().stream()
        .filter(entry -> !"ExternalName".equals(entry.getValue().getSpec().getType()))
        .map(entry -> service(entry.getKey(), entry.getValue(), view))
        .toList();
  }

  static NamespacedHostname host(ObjectKey service) {
    return new NamespacedHostname(
        service.namespace(), Ambient.hostname(service.namespace(), service.name()));
  }

  private static MeshService service(ObjectKey key, Service service, ClusterView view) {
    return new MeshService(
        host(key),
        key.name(),
        addresses(service),
        ports(service),
        List.of(),
        WaypointBinding.of(service, view).address(view),
        ingressUsesWaypoint(service, view),
        balancing(service));
  }

  /** Virtual ones; a headless Service has none. */
  static List<InetAddress> addresses(Service service) {
    List<String> all = service.getSpec().getClusterIPs();
    String one = service.getSpec().getClusterIP();
    List<String> texts =
        all != null && !all.isEmpty() ? all : one == null ? List.of() : List.of(one);
    return texts.stream()
        .filter(text -> !text.isEmpty() && !text.equals("None"))
        .map(InetAddress::ofLiteral)
        .toList();
  }

  private static Map<Integer, Integer> ports(Service service) {
    Map<Integer, Integer> ports = new HashMap<>();
    for (ServicePort port : ServicePorts.tcp(service)) {
      var target = port.getTargetPort();
      Integer number = target == null ? port.getPort() : target.getIntVal();
      ports.put(port.getPort(), number == null ? 0 : number); // 0: each endpoint has its own
    }
    return ports;
  }

  private static boolean ingressUsesWaypoint(Service service, ClusterView view) {
    String own = Ambient.label(service, Ambient.INGRESS_USE_WAYPOINT);
    String said =
        own == null
            ? Ambient.label(
                view.namespaces().get(service.getMetadata().getNamespace()),
                Ambient.INGRESS_USE_WAYPOINT)
            : own;
    return "true".equals(said);
  }

  private static LoadBalancing balancing(Service service) {
    boolean onlyHealthy = !Boolean.TRUE.equals(service.getSpec().getPublishNotReadyAddresses());
    if ("Local".equals(service.getSpec().getInternalTrafficPolicy())) {
      return new LoadBalancing(List.of(Scope.NODE), Mode.STRICT, onlyHealthy);
    }
    List<Scope> preference = preference(service.getSpec().getTrafficDistribution());
    return new LoadBalancing(
        preference, preference.isEmpty() ? Mode.UNSPECIFIED : Mode.FAILOVER, onlyHealthy);
  }

  private static List<Scope> preference(@Nullable String distribution) {
    return switch (distribution == null ? "" : distribution) {
      case "PreferClose", "PreferSameZone" -> List.of(Scope.NETWORK, Scope.REGION, Scope.ZONE);
      case "PreferSameNode" ->
          List.of(Scope.NETWORK, Scope.REGION, Scope.ZONE, Scope.SUBZONE, Scope.NODE);
      default -> List.of();
    };
  }
}
