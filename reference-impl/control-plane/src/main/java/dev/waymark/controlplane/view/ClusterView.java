package dev.waymark.controlplane.view;

import dev.waymark.model.GatewayKey;
import dev.waymark.model.RouteKey;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.Gateway;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.GatewayClass;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.ReferenceGrant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The cluster at one moment. The objects are the client's own model classes; nobody changes one
 * that is in here.
 *
 * <p>What did not change from one view to the next is the very same object, so that identity tells
 * what did: {@link Lookup} rests on that.
 *
 * @param classes by name
 * @param grants by the namespace that they open
 * @param endpointSlices by the Service that they belong to
 * @param pods all but those that have ended
 * @param policies who may reach what; none where the cluster does not have their kinds
 */
public record ClusterView(
    Map<String, GatewayClass> classes,
    Map<GatewayKey, Gateway> gateways,
    Map<RouteKey, HTTPRoute> routes,
    Map<ObjectKey, Service> services,
    Map<ObjectKey, Secret> secrets,
    Map<String, Namespace> namespaces,
    Map<String, List<ReferenceGrant>> grants,
    Map<ObjectKey, List<EndpointSlice>> endpointSlices,
    Map<ObjectKey, Pod> pods,
    SecurityPolicies policies) {
  public ClusterView {
    classes = Map.copyOf(classes);
    gateways = Map.copyOf(gateways);
    routes = Map.copyOf(routes);
    services = Map.copyOf(services);
    secrets = Map.copyOf(secrets);
    namespaces = Map.copyOf(namespaces);
    grants = Map.copyOf(grants);
    endpointSlices = Map.copyOf(endpointSlices);
    pods = Map.copyOf(pods);
  }

  /** This view with other Gateways. */
  public ClusterView withGateways(Map<GatewayKey, Gateway> replacement) {
    return new ClusterView(
        classes,
        replacement,
        routes,
        services,
        secrets,
        namespaces,
        grants,
        endpointSlices,
        pods,
        policies);
  }

  /** This view with other HTTPRoutes. */
  public ClusterView withRoutes(Map<RouteKey, HTTPRoute> replacement) {
    return new ClusterView(
        classes,
        gateways,
        replacement,
        services,
        secrets,
        namespaces,
        grants,
        endpointSlices,
        pods,
        policies);
  }

  /** This view with other Secrets. */
  public ClusterView withSecrets(Map<ObjectKey, Secret> replacement) {
    return new ClusterView(
        classes,
        gateways,
        routes,
        services,
        replacement,
        namespaces,
        grants,
        endpointSlices,
        pods,
        policies);
  }

  /** This view with other grants. */
  public ClusterView withGrants(Map<String, List<ReferenceGrant>> replacement) {
    return new ClusterView(
        classes,
        gateways,
        routes,
        services,
        secrets,
        namespaces,
        replacement,
        endpointSlices,
        pods,
        policies);
  }

  /** The grants that open a namespace. */
  public List<ReferenceGrant> grantsIn(String namespace) {
    return grants.getOrDefault(namespace, List.of());
  }

  /** The slices of a Service, those that its controller keeps and those that others wrote. */
  public List<EndpointSlice> slicesOf(ObjectKey service) {
    return endpointSlices.getOrDefault(service, List.of());
  }

  /** A namespace's labels; none when it is not there. */
  public Map<String, String> labelsOf(String namespace) {
    return Optional.ofNullable(namespaces.get(namespace))
        .map(found -> found.getMetadata().getLabels())
        .orElse(Map.of());
  }
}
