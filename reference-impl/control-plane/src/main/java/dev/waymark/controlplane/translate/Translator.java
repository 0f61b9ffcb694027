package dev.waymark.controlplane.translate;

import dev.waymark.controlplane.Waymark;
import dev.waymark.controlplane.status.GatewayStatus.Address;
import dev.waymark.controlplane.status.ParentRef;
import dev.waymark.controlplane.status.StatusWrite;
import dev.waymark.controlplane.view.ClusterView;
import dev.waymark.model.BackendId;
import dev.waymark.model.Endpoints;
import dev.waymark.model.GatewayConfig;
import dev.waymark.model.GatewayKey;
import dev.waymark.model.Listener.AttachedRoute;
import dev.waymark.model.RouteKey;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.Gateway;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.GatewayClass;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * From a view of the cluster to all that follows from it. The result depends on the arguments
 * alone; what is remembered from call to call only saves work. For one thread.
 */
public final class Translator {
  private final String bundleVersion;
  private final Memo<GatewayKey, Version, TranslatedGateway> gateways = new Memo<>();
  private final Memo<RouteKey, Version, TranslatedRoute> routes = new Memo<>();
  private final Map<RouteKey, Placed> placements = new HashMap<>();

  /**
   * A translator for a cluster.
   *
   * @param bundleVersion the release of the Gateway API that the cluster's CRDs say they are,
   *     {@code v1.6.1}; empty where they do not tell
   */
  public Translator(String bundleVersion) {
    this.bundleVersion = bundleVersion;
  }

  /**
   * Identifies what a translation reads of an object: its status and labels may change without
   * effect.
   */
  private record Version(String uid, long generation) {
    static Version of(HasMetadata object) {
      return new Version(object.getMetadata().getUid(), object.getMetadata().getGeneration());
    }
  }

  /** A placement and all that it rests on, by identity. */
  private record Placed(
      TranslatedRoute route,
      long generation,
      List<TranslatedGateway> gateways,
      @Nullable Object namespace,
      Placement placement) {
    @SuppressWarnings("ReferenceEquality") // what was not translated again is the same object
    boolean restsOn(
        TranslatedRoute otherRoute,
        long otherGeneration,
        List<TranslatedGateway> otherGateways,
        @Nullable Object otherNamespace) {
      if (route != otherRoute
          || generation != otherGeneration
          || namespace != otherNamespace
          || gateways.size() != otherGateways.size()) {
        return false;
      }
      for (int i = 0; i < gateways.size(); i++) {
        if (gateways.get(i) != otherGateways.get(i)) {
          return false;
        }
      }
      return true;
    }
  }

  /** Translates all of the view. */
  public Translation translate(ClusterView view, DataPlaneState dataPlane) {
    var statuses = new ArrayList<StatusWrite>();
    view.classes().values().stream()
        .filter(ClassTranslator::isOurs)
        .sorted(Comparator.comparing(found -> found.getMetadata().getName()))
        .map(found -> ClassTranslator.translate(found, bundleVersion))
        .forEach(statuses::add);

    Map<GatewayKey, TranslatedGateway> ours = translateGateways(view);
    var routesByListener = new HashMap<GatewayKey, Map<String, List<AttachedRoute>>>();
    for (Placement placement : placeRoutes(view, ours)) {
      statuses.add(placement.status());
      placement
          .attached()
          .forEach(
              at ->
                  routesByListener
                      .computeIfAbsent(at.gateway(), _ -> new HashMap<>())
                      .computeIfAbsent(at.listener(), _ -> new ArrayList<>())
                      .add(at.route()));
    }

    var configs = new LinkedHashMap<GatewayKey, GatewayConfig>();
    var infrastructure = new ArrayList<Infrastructure>();
    ours.forEach(
        (key, translated) -> {
          Map<String, List<AttachedRoute>> attached = routesByListener.getOrDefault(key, Map.of());
          Gateway gateway = Objects.requireNonNull(view.gateways().get(key));
          GatewayConfig config = ConfigBuilder.build(translated, attached);
          configs.put(key, config);
          if (translated.isAccepted()) {
            infrastructure.add(Infrastructure.of(gateway, translated));
          }
          statuses.add(
              GatewayStatuses.of(
                  gateway, translated, addresses(key, view), dataPlane.served(config), attached));
        });
    return new Translation(configs, endpoints(configs, view), statuses, infrastructure);
  }

  private Map<GatewayKey, TranslatedGateway> translateGateways(ClusterView view) {
    gateways.retain(view.gateways().keySet());
    var ours =
        new TreeMap<GatewayKey, TranslatedGateway>(
            Comparator.comparing(GatewayKey::namespace).thenComparing(GatewayKey::name));
    view.gateways()
        .forEach(
            (key, gateway) -> {
              if (isOurs(gateway, view)) {
                ours.put(
                    key,
                    gateways.get(
                        key,
                        Version.of(gateway),
                        view,
                        lookup -> GatewayTranslator.translate(gateway, lookup)));
              }
            });
    return ours;
  }

  private static boolean isOurs(Gateway gateway, ClusterView view) {
    GatewayClass gatewayClass = view.classes().get(gateway.getSpec().getGatewayClassName());
    return gatewayClass != null
        && ClassTranslator.isOurs(gatewayClass)
        && ClassTranslator.isAccepted(gatewayClass);
  }

  private List<Placement> placeRoutes(ClusterView view, Map<GatewayKey, TranslatedGateway> ours) {
    routes.retain(view.routes().keySet());
    placements.keySet().retainAll(view.routes().keySet());
    var placed = new ArrayList<Placement>();
    view.routes().forEach((key, route) -> place(key, route, view, ours).forEach(placed::add));
    return placed;
  }

  /** Routes that neither name a Gateway of ours nor carry a status of ours are others' business. */
  private Stream<Placement> place(
      RouteKey key, HTTPRoute route, ClusterView view, Map<GatewayKey, TranslatedGateway> ours) {
    List<Placer.Parent> parents = parents(route, ours);
    if (parents.isEmpty() && !hasStatusOfOurs(route)) {
      placements.remove(key);
      return Stream.empty();
    }
    Version version = Version.of(route);
    TranslatedRoute translated =
        routes.get(key, version, view, lookup -> RouteTranslator.translate(route, lookup));
    List<TranslatedGateway> named = parents.stream().map(Placer.Parent::gateway).toList();
    Object namespace = view.namespaces().get(key.namespace());
    Placed known = placements.get(key);
    if (known == null || !known.restsOn(translated, version.generation(), named, namespace)) {
      Placement placement = Placer.place(translated, version.generation(), parents, view);
      known = new Placed(translated, version.generation(), named, namespace, placement);
      placements.put(key, known);
    }
    return Stream.of(known.placement());
  }

  private static List<Placer.Parent> parents(
      HTTPRoute route, Map<GatewayKey, TranslatedGateway> ours) {
    return route.getSpec().getParentRefs().stream()
        .map(ParentRef::of)
        .filter(ParentRef::isGateway)
        .flatMap(
            ref ->
                Stream.ofNullable(ours.get(gatewayKey(ref, route)))
                    .map(gateway -> new Placer.Parent(ref, gateway)))
        .toList();
  }

  private static GatewayKey gatewayKey(ParentRef ref, HTTPRoute route) {
    return new GatewayKey(ref.namespace().orElse(route.getMetadata().getNamespace()), ref.name());
  }

  private static boolean hasStatusOfOurs(HTTPRoute route) {
    return route.getStatus() != null
        && route.getStatus().getParents().stream()
            .anyMatch(parent -> Waymark.CONTROLLER_NAME.equals(parent.getControllerName()));
  }

  private static List<Address> addresses(GatewayKey key, ClusterView view) {
    Service service = view.services().get(Infrastructure.objectKey(key));
    if (service == null
        || service.getStatus() == null
        || service.getStatus().getLoadBalancer() == null) {
      return List.of();
    }
    return service.getStatus().getLoadBalancer().getIngress().stream()
        .map(
            ingress ->
                ingress.getIp() == null
                    ? new Address("Hostname", ingress.getHostname())
                    : new Address("IPAddress", ingress.getIp()))
        .toList();
  }

  private static Map<BackendId, Endpoints> endpoints(
      Map<GatewayKey, GatewayConfig> configs, ClusterView view) {
    var endpoints = new HashMap<BackendId, Endpoints>();
    for (GatewayConfig config : configs.values()) {
      for (BackendId backend : config.backends()) {
        endpoints.computeIfAbsent(backend, id -> EndpointsTranslator.translate(id, view));
      }
    }
    return endpoints;
  }
}
