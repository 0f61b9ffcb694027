package dev.waymark.controlplane.view;

import dev.waymark.controlplane.security.AuthorizationPolicy;
import dev.waymark.controlplane.security.PeerAuthentication;
import dev.waymark.controlplane.security.RequestAuthentication;
import dev.waymark.model.GatewayKey;
import dev.waymark.model.RouteKey;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.Gateway;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.GatewayClass;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.ReferenceGrant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Collects what is told of a cluster and gives it out as a {@link ClusterView}. What did not change
 * since the last view is the same object in the next. For any number of threads.
 */
public final class ClusterStore {
  /** The label of an EndpointSlice that names its Service. */
  public static final String SERVICE_NAME_LABEL = "kubernetes.io/service-name";

  private final Map<String, GatewayClass> classes = new HashMap<>();
  private final Map<GatewayKey, Gateway> gateways = new HashMap<>();
  private final Map<RouteKey, HTTPRoute> routes = new HashMap<>();
  private final Map<ObjectKey, Service> services = new HashMap<>();
  private final Map<ObjectKey, Secret> secrets = new HashMap<>();
  private final Map<String, Namespace> namespaces = new HashMap<>();
  private final Map<String, List<ReferenceGrant>> grants = new HashMap<>();
  private final Map<ObjectKey, List<EndpointSlice>> endpointSlices = new HashMap<>();
  private final Map<ObjectKey, Pod> pods = new HashMap<>();
  private final Map<ObjectKey, AuthorizationPolicy> authorizationPolicies = new HashMap<>();
  private final Map<ObjectKey, PeerAuthentication> peerAuthentications = new HashMap<>();
  private final Map<ObjectKey, RequestAuthentication> requestAuthentications = new HashMap<>();

  /** The cluster as it is known now. */
  public synchronized ClusterView view() {
    return new ClusterView(
        classes,
        gateways,
        routes,
        services,
        secrets,
        namespaces,
        grants,
        endpointSlices,
        pods,
        new SecurityPolicies(authorizationPolicies, peerAuthentications, requestAuthentications));
  }

  /** Takes an object in, new or changed. */
  public synchronized void put(HasMetadata object) {
    if (object.getMetadata().getDeletionTimestamp() != null && isServed(object)) {
      // What waits for its finalizers is gone for whoever it serves.
      remove(object);
      return;
    }
    switch (object) {
      case GatewayClass found -> classes.put(found.getMetadata().getName(), found);
      case Gateway found -> gateways.put(gatewayKey(found), found);
      case HTTPRoute found -> routes.put(routeKey(found), found);
      case Service found -> services.put(ObjectKey.of(found), found);
      case Secret found -> secrets.put(ObjectKey.of(found), found);
      case Namespace found -> namespaces.put(found.getMetadata().getName(), found);
      case Pod found -> {
        if (hasEnded(found)) {
          pods.remove(ObjectKey.of(found));
        } else {
          pods.put(ObjectKey.of(found), found);
        }
      }
      case ReferenceGrant found ->
          replace(grants, found.getMetadata().getNamespace(), found, found);
      case EndpointSlice found -> {
        ObjectKey service = serviceOf(found);
        if (service != null) {
          replace(endpointSlices, service, found, found);
        }
      }
      case AuthorizationPolicy found -> authorizationPolicies.put(ObjectKey.of(found), found);
      case PeerAuthentication found -> peerAuthentications.put(ObjectKey.of(found), found);
      case RequestAuthentication found -> requestAuthentications.put(ObjectKey.of(found), found);
      default -> throw new IllegalArgumentException("not watched: " + object.getKind());
    }
  }

  /** Forgets an object. */
  public synchronized void remove(HasMetadata object) {
    switch (object) {
      case GatewayClass found -> classes.remove(found.getMetadata().getName());
      case Gateway found -> gateways.remove(gatewayKey(found));
      case HTTPRoute found -> routes.remove(routeKey(found));
      case Service found -> services.remove(ObjectKey.of(found));
      case Secret found -> secrets.remove(ObjectKey.of(found));
      case Namespace found -> namespaces.remove(found.getMetadata().getName());
      case Pod found -> pods.remove(ObjectKey.of(found));
      case ReferenceGrant found -> replace(grants, found.getMetadata().getNamespace(), found, null);
      case EndpointSlice found -> {
        ObjectKey service = serviceOf(found);
        if (service != null) {
          replace(endpointSlices, service, found, null);
        }
      }
      case AuthorizationPolicy found -> authorizationPolicies.remove(ObjectKey.of(found));
      case PeerAuthentication found -> peerAuthentications.remove(ObjectKey.of(found));
      case RequestAuthentication found -> requestAuthentications.remove(ObjectKey.of(found));
      default -> throw new IllegalArgumentException("not watched: " + object.getKind());
    }
  }

  private static boolean hasEnded(Pod pod) {
    String phase = pod.getStatus() == null ? null : pod.getStatus().getPhase();
    return "Succeeded".equals(phase) || "Failed".equals(phase);
  }

  private static boolean isServed(HasMetadata object) {
    return object instanceof Gateway || object instanceof HTTPRoute;
  }

  private static <K, T extends HasMetadata> void replace(
      Map<K, List<T>> lists, K key, T former, @Nullable T replacement) {
    var changed = new ArrayList<>(lists.getOrDefault(key, List.of()));
    changed.removeIf(known -> ObjectKey.of(known).equals(ObjectKey.of(former)));
    if (replacement != null) {
      changed.add(replacement);
    }
    if (changed.isEmpty()) {
      lists.remove(key);
    } else {
      lists.put(key, List.copyOf(changed));
    }
  }

  private static @Nullable ObjectKey serviceOf(EndpointSlice slice) {
    Map<String, String> labels = slice.getMetadata().getLabels();
    String service = labels == null ? null : labels.get(SERVICE_NAME_LABEL);
    return service == null ? null : new ObjectKey(slice.getMetadata().getNamespace(), service);
  }

  private static GatewayKey gatewayKey(Gateway gateway) {
    return new GatewayKey(gateway.getMetadata().getNamespace(), gateway.getMetadata().getName());
  }

  private static RouteKey routeKey(HTTPRoute route) {
    return new RouteKey(route.getMetadata().getNamespace(), route.getMetadata().getName());
  }
}
