package dev.waymark.controlplane.mesh;

import dev.waymark.controlplane.security.AuthorizationPolicy;
import dev.waymark.controlplane.status.AuthorizationPolicyStatus;
import dev.waymark.controlplane.status.ClassStatus;
import dev.waymark.controlplane.status.ServiceStatus;
import dev.waymark.controlplane.status.StatusCondition;
import dev.waymark.controlplane.status.StatusWrite;
import dev.waymark.controlplane.view.ClusterView;
import dev.waymark.controlplane.view.ObjectKey;
import dev.waymark.model.workload.MeshView;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.GatewayClass;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** From a view of the cluster to all that follows from it for the mesh. A pure function. */
public final class MeshTranslator {
  /**
   * What works of the Gateway API for meshes, and what an ambient mesh does that it has no names
   * for.
   */
  private static final List<String> FEATURES =
      List.of(
          "Ambient",
          "HTTPRoute",
          "HTTPRoute303RedirectStatusCode",
          "HTTPRoute307RedirectStatusCode",
          "HTTPRoute308RedirectStatusCode",
          "HTTPRouteParentRefPort",
          "HTTPRouteResponseHeaderModification",
          "HopReporting",
          "Mesh",
          "MeshClusterIPMatching",
          "MeshHTTPRouteBackendRequestHeaderModification",
          "MeshHTTPRouteNamedRouteRule",
          "MeshHTTPRouteQueryParamMatching",
          "MeshHTTPRouteRedirectPath",
          "MeshHTTPRouteRedirectPort",
          "MeshHTTPRouteRewritePath",
          "MeshHTTPRouteSchemeRedirect",
          "Waypoint",
          "WaypointAuthorization",
          "WaypointSandwich");

  private static final String WAYPOINT_BOUND = "istio.io/WaypointBound";

  private MeshTranslator() {}

  /** Translates all of the view. */
  public static MeshTranslation translate(ClusterView view) {
    var statuses = new ArrayList<StatusWrite>();
    view.classes().values().stream()
        .filter(WaypointGateways::isOurs)
        .map(MeshTranslator::classStatus)
        .forEach(statuses::add);
    view.services().forEach((key, service) -> statuses.add(serviceStatus(key, service, view)));
    view.policies()
        .authorization()
        .forEach((key, policy) -> statuses.add(policyStatus(key, policy, view)));
    MeshRoutes routes = MeshRoutes.of(view);
    statuses.addAll(routes.statuses());
    statuses.addAll(WaypointGateways.statuses(view, routes.attached()));
    return new MeshTranslation(
        new MeshView(Workloads.of(view), Services.of(view), ZtunnelPolicies.of(view)),
        routes.waypoints(),
        statuses,
        WaypointGateways.infrastructure(view));
  }

  private static StatusWrite classStatus(GatewayClass gatewayClass) {
    return new ClassStatus(
        gatewayClass.getMetadata().getName(),
        List.of(
            StatusCondition.holds(
                "Accepted", "Accepted", gatewayClass.getMetadata().getGeneration())),
        FEATURES);
  }

  private static StatusWrite serviceStatus(ObjectKey key, Service service, ClusterView view) {
    return switch (WaypointBinding.of(service, view)) {
      case WaypointBinding.Unbound _ -> new ServiceStatus(key, List.of(), Set.of(WAYPOINT_BOUND));
      case WaypointBinding.Bound bound ->
          new ServiceStatus(
              key,
              List.of(
                  StatusCondition.holds(
                      WAYPOINT_BOUND,
                      "WaypointAccepted",
                      "Successfully attached to waypoint " + bound.waypoint(),
                      0)),
              Set.of());
      case WaypointBinding.Refused refused ->
          new ServiceStatus(
              key,
              List.of(
                  StatusCondition.fails(WAYPOINT_BOUND, refused.reason(), refused.message(), 0)),
              Set.of());
    };
  }

  private static StatusWrite policyStatus(
      ObjectKey key, AuthorizationPolicy policy, ClusterView view) {
    Map<String, Optional<StatusCondition>> said =
        Map.of(
            "ZtunnelAccepted", ZtunnelPolicies.condition(policy),
            "WaypointAccepted", WaypointPolicies.condition(policy, view));
    return new AuthorizationPolicyStatus(
        key,
        said.values().stream().flatMap(Optional::stream).toList(),
        said.entrySet().stream()
            .filter(entry -> entry.getValue().isEmpty())
            .map(Map.Entry::getKey)
            .collect(Collectors.toSet()));
  }
}
