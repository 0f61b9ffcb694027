package dev.waymark.controlplane.mesh;

import dev.waymark.controlplane.Waymark;
import dev.waymark.controlplane.status.GatewayStatus;
import dev.waymark.controlplane.status.GatewayStatus.Address;
import dev.waymark.controlplane.status.ListenerStatus;
import dev.waymark.controlplane.status.StatusCondition;
import dev.waymark.controlplane.translate.Infrastructure;
import dev.waymark.controlplane.view.ClusterView;
import dev.waymark.controlplane.view.ObjectKey;
import dev.waymark.model.GatewayKey;
import dev.waymark.model.waypoint.Inbound;
import dev.waymark.model.workload.ApplicationTunnel;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.Gateway;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.GatewayClass;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.Listener;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Gateways whose class makes them waypoints of ours: their objects and statuses. Pure functions.
 */
final class WaypointGateways {
  /** Of a waypoint's Pod, for whether it is ready. */
  private static final int STATUS_PORT = 15021;

  /** What a sandwiched waypoint's listener speaks. */
  static final String PROXY = "istio.io/PROXY";

  private WaypointGateways() {}

  static boolean isOurs(GatewayClass gatewayClass) {
    return Waymark.WAYPOINT_CONTROLLER_NAME.equals(gatewayClass.getSpec().getControllerName());
  }

  static boolean isOurs(GatewayKey key, ClusterView view) {
    Gateway gateway = view.gateways().get(key);
    GatewayClass gatewayClass =
        gateway == null ? null : view.classes().get(gateway.getSpec().getGatewayClassName());
    return gatewayClass != null && isOurs(gatewayClass);
  }

  /** Every waypoint of ours that is as a waypoint must be, in a stable order. */
  static List<GatewayKey> accepted(ClusterView view) {
    return ours(view).stream()
        .filter(key -> complaint(Objects.requireNonNull(view.gateways().get(key)), view).isEmpty())
        .toList();
  }

  private static List<GatewayKey> ours(ClusterView view) {
    return view.gateways().keySet().stream()
        .filter(key -> isOurs(key, view))
        .sorted(Comparator.comparing(GatewayKey::toString))
        .toList();
  }

  /** How an accepted waypoint's connections come. */
  static Inbound inbound(GatewayKey key, ClusterView view) {
    return Objects.requireNonNull(view.gateways().get(key)).getSpec().getListeners().stream()
        .filter(listener -> PROXY.equals(listener.getProtocol()))
        .findFirst()
        .<Inbound>map(listener -> new Inbound.Proxied(listener.getPort()))
        .orElseGet(Inbound.Hbone::new);
  }

  /** What is wrong with the listeners, if anything. */
  private static Optional<String> complaint(Gateway gateway, ClusterView view) {
    List<Listener> listeners = gateway.getSpec().getListeners();
    if (listeners.size() == 1) {
      Listener listener = listeners.getFirst();
      if (PROXY.equals(listener.getProtocol())) {
        return complaintOfProxied(gateway, listener, view);
      }
      if ("HBONE".equals(listener.getProtocol())
          && Objects.equals(listener.getPort(), Ambient.HBONE_PORT)) {
        return Optional.empty();
      }
    }
    return Optional.of(
        "Expected a single listener on port 15008 with protocol \"HBONE\", or one with protocol \""
            + PROXY
            + "\"");
  }

  /** The proxy of its node must have been told to hand connections over just so. */
  private static Optional<String> complaintOfProxied(
      Gateway gateway, Listener listener, ClusterView view) {
    var bound = new ApplicationTunnel(ApplicationTunnel.Protocol.PROXY, listener.getPort());
    return InboundBinding.of(gateway, view).filter(bound::equals).isPresent()
        ? Optional.empty()
        : Optional.of(
            "A listener with protocol \""
                + PROXY
                + "\" needs the annotation "
                + Ambient.INBOUND_BINDING
                + ": PROXY/"
                + listener.getPort());
  }

  /** What each accepted waypoint needs in the cluster; nothing where its user gave an address. */
  static List<Infrastructure> infrastructure(ClusterView view) {
    List<Infrastructure> wanted = new ArrayList<>();
    for (GatewayKey key : accepted(view)) {
      Gateway gateway = Objects.requireNonNull(view.gateways().get(key));
      if (gateway.getSpec().getAddresses().isEmpty()) {
        wanted.add(infrastructure(key, gateway, view));
      }
    }
    return wanted;
  }

  private static Infrastructure infrastructure(GatewayKey key, Gateway gateway, ClusterView view) {
    var labels = new TreeMap<String, String>();
    var annotations = new TreeMap<String, String>();
    var infrastructure = gateway.getSpec().getInfrastructure();
    if (infrastructure != null) {
      if (infrastructure.getLabels() != null) {
        labels.putAll(infrastructure.getLabels());
      }
      if (infrastructure.getAnnotations() != null) {
        annotations.putAll(infrastructure.getAnnotations());
      }
    }
    labels.putAll(Infrastructure.identity(key));
    labels.put(
        "gateway.networking.k8s.io/gateway-class-name", gateway.getSpec().getGatewayClassName());
    labels.put(
        "istio.io/dataplane-mode",
        switch (inbound(key, view)) {
          case Inbound.Hbone _ -> "none"; // it takes tunnels itself
          case Inbound.Proxied _ -> "ambient";
        });
    labels.put(Ambient.CANONICAL_NAME, key.name());
    labels.put(Ambient.CANONICAL_REVISION, "latest");
    return new Infrastructure(
        key,
        gateway.getMetadata().getUid(),
        Infrastructure.Program.WAYPOINT,
        new TreeSet<>(List.of(STATUS_PORT, Ambient.HBONE_PORT)),
        labels,
        annotations);
  }

  static List<GatewayStatus> statuses(ClusterView view, Map<GatewayKey, Integer> attachedRoutes) {
    return ours(view).stream()
        .map(
            key ->
                status(
                    key,
                    Objects.requireNonNull(view.gateways().get(key)),
                    attachedRoutes.getOrDefault(key, 0),
                    view))
        .toList();
  }

  private static GatewayStatus status(
      GatewayKey key, Gateway gateway, int attachedRoutes, ClusterView view) {
    long generation = gateway.getMetadata().getGeneration();
    Optional<String> complaint = complaint(gateway, view);
    List<Address> addresses = complaint.isPresent() ? List.of() : addresses(key, gateway, view);
    StatusCondition accepted =
        complaint
            .map(why -> StatusCondition.fails("Accepted", "UnsupportedProtocol", why, generation))
            .orElseGet(() -> StatusCondition.holds("Accepted", "Accepted", generation));
    StatusCondition programmed =
        complaint.isPresent()
            ? StatusCondition.fails("Programmed", "Invalid", complaint.get(), generation)
            : addresses.isEmpty()
                ? StatusCondition.fails(
                    "Programmed", "Pending", "no Pod of the waypoint is ready yet", generation)
                : StatusCondition.holds("Programmed", "Programmed", generation);
    return new GatewayStatus(
        key,
        addresses,
        List.of(accepted, programmed),
        gateway.getSpec().getListeners().stream()
            .map(listener -> listener(listener, accepted, programmed, attachedRoutes))
            .toList());
  }

  private static ListenerStatus listener(
      Listener listener, StatusCondition accepted, StatusCondition programmed, int attachedRoutes) {
    long generation = accepted.observedGeneration();
    return new ListenerStatus(
        listener.getName(),
        accepted.isTrue() ? List.of("HTTPRoute") : List.of(),
        attachedRoutes,
        List.of(
            accepted,
            programmed,
            StatusCondition.holds("Conflicted", "NoConflicts", generation).withStatus("False"),
            StatusCondition.holds("ResolvedRefs", "ResolvedRefs", generation)));
  }

  /** Once a Pod was ready there are addresses, and they stay: going unready does not unbind. */
  private static List<Address> addresses(GatewayKey key, Gateway gateway, ClusterView view) {
    Service service = view.services().get(new ObjectKey(key.namespace(), key.name()));
    boolean had =
        gateway.getStatus() != null
            && gateway.getStatus().getAddresses() != null
            && !gateway.getStatus().getAddresses().isEmpty();
    if (service == null || !had && !hasReadyPod(key, view)) {
      return List.of();
    }
    List<Address> addresses = new ArrayList<>();
    addresses.add(new Address("Hostname", Ambient.hostname(key.namespace(), key.name())));
    Services.addresses(service)
        .forEach(address -> addresses.add(new Address("IPAddress", address.getHostAddress())));
    return addresses;
  }

  private static boolean hasReadyPod(GatewayKey key, ClusterView view) {
    return view.pods().values().stream()
        .filter(pod -> pod.getMetadata().getNamespace().equals(key.namespace()))
        .filter(
            pod ->
                pod.getMetadata().getLabels() != null
                    && pod.getMetadata()
                        .getLabels()
                        .entrySet()
                        .containsAll(Infrastructure.identity(key).entrySet()))
        .anyMatch(PodReadiness::isReady);
  }
}
