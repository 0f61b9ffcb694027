package dev.waymark.controlplane.mesh;

import dev.waymark.controlplane.GatewayApi;
import dev.waymark.controlplane.translate.AllowedNamespaces;
import dev.waymark.controlplane.view.ClusterView;
import dev.waymark.model.GatewayKey;
import dev.waymark.model.workload.ApplicationTunnel;
import dev.waymark.model.workload.GatewayAddress;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.Gateway;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.Listener;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which waypoint a Service or a Pod is bound to, by labels: its own before its namespace's, and
 * without falling back from one that can't be followed. Pure functions.
 */
sealed interface WaypointBinding {
  /** No label names a waypoint. */
  record Unbound() implements WaypointBinding {}

  /** Bound to a Gateway that is ready to be a waypoint. */
  record Bound(GatewayKey waypoint) implements WaypointBinding {}

  /**
   * A label names a waypoint that can't be used; traffic goes on as if there were none.
   *
   * @param reason of the condition, Istio's word
   */
  record Refused(String reason, String message) implements WaypointBinding {}

  /** Where the waypoint takes tunnels; empty without one. */
  default Optional<GatewayAddress> address(ClusterView view) {
    return this instanceof Bound bound
        ? WaypointAddress.of(bound.waypoint(), view)
        : Optional.empty();
  }

  /** The binding of a Service. */
  static WaypointBinding of(Service service, ClusterView view) {
    if (Ambient.label(service, GatewayApi.GATEWAY_NAME_LABEL) != null) {
      return new Unbound(); // a waypoint's own Service, or a gateway's
    }
    return binding(service, "service", view, true);
  }

  /** The binding of a Pod, for what is sent to its own address. */
  static WaypointBinding of(Pod pod, ClusterView view) {
    if (Ambient.label(pod, GatewayApi.GATEWAY_NAME_LABEL) != null) {
      return new Unbound();
    }
    return binding(pod, "workload", view, Ambient.label(pod, Ambient.USE_WAYPOINT) != null);
  }

  private static WaypointBinding binding(
      HasMetadata object, String trafficType, ClusterView view, boolean saysWhyNot) {
    String namespace = object.getMetadata().getNamespace();
    HasMetadata says =
        Ambient.label(object, Ambient.USE_WAYPOINT) == null
            ? view.namespaces().get(namespace)
            : object;
    String name = Ambient.label(says, Ambient.USE_WAYPOINT);
    if (name == null || name.equals(Ambient.NONE)) {
      return new Unbound();
    }
    String where = Ambient.label(says, Ambient.USE_WAYPOINT_NAMESPACE);
    var key = new GatewayKey(where == null ? namespace : where, name);
    Gateway gateway = view.gateways().get(key);
    if (gateway == null || !isReady(gateway)) {
      return new Refused(
          "WaypointIsNotReady", "waypoint " + key + " does not exist or is not ready");
    }
    if (!key.namespace().equals(namespace) && !admits(gateway, namespace, view)) {
      return new Refused(
          "AttachmentDenied",
          "waypoint " + key + " does not allow namespace " + namespace + " to use it");
    }
    if (!isFor(gateway, trafficType, view)) {
      return saysWhyNot
          ? new Refused(
              "UnsupportedTrafficType",
              "waypoint " + key + " is not for traffic to a " + trafficType)
          : new Unbound();
    }
    return new Bound(key);
  }

  /** A Gateway of any class is a waypoint once it has an address, and stays one. */
  private static boolean isReady(Gateway gateway) {
    return gateway.getStatus() != null
        && gateway.getStatus().getAddresses() != null
        && !gateway.getStatus().getAddresses().isEmpty();
  }

  private static boolean isFor(Gateway gateway, String trafficType, ClusterView view) {
    String own = Ambient.label(gateway, Ambient.WAYPOINT_FOR);
    String said =
        own == null
            ? Ambient.label(
                view.classes().get(gateway.getSpec().getGatewayClassName()), Ambient.WAYPOINT_FOR)
            : own;
    return switch (said == null ? "service" : said) {
      case "all" -> true;
      case "service" -> trafficType.equals("service");
      case "workload" -> trafficType.equals("workload");
      default -> false;
    };
  }

  private static boolean admits(Gateway gateway, String namespace, ClusterView view) {
    Listener listener = bindingListener(gateway, view);
    return AllowedNamespaces.of(
            listener == null || listener.getAllowedRoutes() == null
                ? null
                : listener.getAllowedRoutes().getNamespaces(),
            gateway.getMetadata().getNamespace())
        .allow(namespace, view);
  }

  /** The listener that takes what is sent to the waypoint. */
  private static @Nullable Listener bindingListener(Gateway gateway, ClusterView view) {
    List<Listener> listeners = gateway.getSpec().getListeners();
    Optional<ApplicationTunnel> binding = InboundBinding.of(gateway, view);
    Optional<Listener> bound =
        binding.flatMap(
            tunnel ->
                listeners.stream()
                    .filter(
                        listener ->
                            tunnel.port() == 0
                                ? tunnel.protocol() == ApplicationTunnel.Protocol.PROXY
                                    && WaypointGateways.PROXY.equals(listener.getProtocol())
                                : Objects.equals(listener.getPort(), tunnel.port()))
                    .findFirst());
    return bound
        .or(
            () ->
                listeners.stream()
                    .filter(
                        listener ->
                            "HBONE".equals(listener.getProtocol())
                                && Objects.equals(listener.getPort(), Ambient.HBONE_PORT))
                    .findFirst())
        .orElse(null);
  }
}
