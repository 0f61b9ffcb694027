package dev.waymark.kit.catalog;

import static dev.waymark.kit.catalog.Feature.Channel.EXPERIMENTAL;
import static dev.waymark.kit.catalog.Feature.Channel.STANDARD;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The features of Gateway API v1.6.1, under its names ({@code pkg/features}), and those of ambient
 * meshes, which it has no names for.
 */
public final class Features {
  public static final String GATEWAY = "Gateway";
  public static final String GATEWAY_PORT8080 = "GatewayPort8080";
  public static final String GATEWAY_STATIC_ADDRESSES = "GatewayStaticAddresses";
  public static final String GATEWAY_HTTP_LISTENER_ISOLATION = "GatewayHTTPListenerIsolation";
  public static final String GATEWAY_HTTPS_LISTENER_DETECT_MISDIRECTED_REQUESTS =
      "GatewayHTTPSListenerDetectMisdirectedRequests";
  public static final String GATEWAY_INFRASTRUCTURE_PROPAGATION =
      "GatewayInfrastructurePropagation";
  public static final String GATEWAY_ADDRESS_EMPTY = "GatewayAddressEmpty";
  public static final String GATEWAY_BACKEND_CLIENT_CERTIFICATE = "GatewayBackendClientCertificate";
  public static final String GATEWAY_FRONTEND_CLIENT_CERTIFICATE_VALIDATION =
      "GatewayFrontendClientCertificateValidation";
  public static final String GATEWAY_FRONTEND_CLIENT_CERTIFICATE_VALIDATION_INSECURE_FALLBACK =
      "GatewayFrontendClientCertificateValidationInsecureFallback";
  public static final String LISTENER_SET = "ListenerSet";
  public static final String REFERENCE_GRANT = "ReferenceGrant";
  public static final String HTTP_ROUTE = "HTTPRoute";
  public static final String HTTP_ROUTE_DESTINATION_PORT_MATCHING =
      "HTTPRouteDestinationPortMatching";
  public static final String HTTP_ROUTE_BACKEND_REQUEST_HEADER_MODIFICATION =
      "HTTPRouteBackendRequestHeaderModification";
  public static final String HTTP_ROUTE_QUERY_PARAM_MATCHING = "HTTPRouteQueryParamMatching";
  public static final String HTTP_ROUTE_METHOD_MATCHING = "HTTPRouteMethodMatching";
  public static final String HTTP_ROUTE_RESPONSE_HEADER_MODIFICATION =
      "HTTPRouteResponseHeaderModification";
  public static final String HTTP_ROUTE_PORT_REDIRECT = "HTTPRoutePortRedirect";
  public static final String HTTP_ROUTE_SCHEME_REDIRECT = "HTTPRouteSchemeRedirect";
  public static final String HTTP_ROUTE_PATH_REDIRECT = "HTTPRoutePathRedirect";
  public static final String HTTP_ROUTE_HOST_REWRITE = "HTTPRouteHostRewrite";
  public static final String HTTP_ROUTE_PATH_REWRITE = "HTTPRoutePathRewrite";
  public static final String HTTP_ROUTE_REQUEST_MIRROR = "HTTPRouteRequestMirror";
  public static final String HTTP_ROUTE_REQUEST_MULTIPLE_MIRRORS =
      "HTTPRouteRequestMultipleMirrors";
  public static final String HTTP_ROUTE_REQUEST_PERCENTAGE_MIRROR =
      "HTTPRouteRequestPercentageMirror";
  public static final String HTTP_ROUTE_REQUEST_TIMEOUT = "HTTPRouteRequestTimeout";
  public static final String HTTP_ROUTE_BACKEND_TIMEOUT = "HTTPRouteBackendTimeout";
  public static final String HTTP_ROUTE_PARENT_REF_PORT = "HTTPRouteParentRefPort";
  public static final String HTTP_ROUTE_BACKEND_PROTOCOL_H2C = "HTTPRouteBackendProtocolH2C";
  public static final String HTTP_ROUTE_BACKEND_PROTOCOL_WEB_SOCKET =
      "HTTPRouteBackendProtocolWebSocket";
  public static final String HTTP_ROUTE_NAMED_ROUTE_RULE = "HTTPRouteNamedRouteRule";
  public static final String HTTP_ROUTE_CORS = "HTTPRouteCORS";
  public static final String HTTP_ROUTE303_REDIRECT_STATUS_CODE = "HTTPRoute303RedirectStatusCode";
  public static final String HTTP_ROUTE307_REDIRECT_STATUS_CODE = "HTTPRoute307RedirectStatusCode";
  public static final String HTTP_ROUTE308_REDIRECT_STATUS_CODE = "HTTPRoute308RedirectStatusCode";
  public static final String HTTP_ROUTE_RETRY = "HTTPRouteRetry";
  public static final String HTTP_ROUTE_RETRY_BACKEND_TIMEOUT = "HTTPRouteRetryBackendTimeout";
  public static final String HTTP_ROUTE_RETRY_CONNECTION_ERROR = "HTTPRouteRetryConnectionError";
  public static final String GRPC_ROUTE = "GRPCRoute";
  public static final String GRPC_ROUTE_NAMED_ROUTE_RULE = "GRPCRouteNamedRouteRule";
  public static final String TLS_ROUTE = "TLSRoute";
  public static final String TLS_ROUTE_MODE_TERMINATE = "TLSRouteModeTerminate";
  public static final String TLS_ROUTE_MODE_MIXED = "TLSRouteModeMixed";
  public static final String TCP_ROUTE = "TCPRoute";
  public static final String UDP_ROUTE = "UDPRoute";
  public static final String BACKEND_TLS_POLICY = "BackendTLSPolicy";
  public static final String BACKEND_TLS_POLICY_SAN_VALIDATION = "BackendTLSPolicySANValidation";
  public static final String MESH = "Mesh";
  public static final String MESH_CLUSTER_IP_MATCHING = "MeshClusterIPMatching";
  public static final String MESH_CONSUMER_ROUTE = "MeshConsumerRoute";
  public static final String MESH_HTTP_ROUTE_REWRITE_PATH = "MeshHTTPRouteRewritePath";
  public static final String MESH_HTTP_ROUTE_SCHEME_REDIRECT = "MeshHTTPRouteSchemeRedirect";
  public static final String MESH_HTTP_ROUTE_REDIRECT_PORT = "MeshHTTPRouteRedirectPort";
  public static final String MESH_HTTP_ROUTE_REDIRECT_PATH = "MeshHTTPRouteRedirectPath";
  public static final String MESH_HTTP_ROUTE_BACKEND_REQUEST_HEADER_MODIFICATION =
      "MeshHTTPRouteBackendRequestHeaderModification";
  public static final String MESH_HTTP_ROUTE_QUERY_PARAM_MATCHING =
      "MeshHTTPRouteQueryParamMatching";
  public static final String MESH_HTTP_ROUTE_NAMED_ROUTE_RULE = "MeshHTTPRouteNamedRouteRule";

  /** Not of the Gateway API: Pods that the proxy of their node takes care of. */
  public static final String AMBIENT = "Ambient";

  /** Not of the Gateway API: waypoints, to which labels bind Services and Pods. */
  public static final String WAYPOINT = "Waypoint";

  /** Not of the Gateway API: AuthorizationPolicies that a waypoint enforces on requests. */
  public static final String WAYPOINT_AUTHORIZATION = "WaypointAuthorization";

  /** Not of the Gateway API: waypoints that take connections with PROXY headers. */
  public static final String WAYPOINT_SANDWICH = "WaypointSandwich";

  /** Not of the Gateway API: proxies tell of the hops of each request. */
  public static final String HOP_REPORTING = "HopReporting";

  private static final Map<String, Feature> ALL = new LinkedHashMap<>();

  static {
    add("GatewayCore", STANDARD, GATEWAY);
    add(
        "GatewayExtended",
        STANDARD,
        GATEWAY_PORT8080,
        GATEWAY_STATIC_ADDRESSES,
        GATEWAY_HTTP_LISTENER_ISOLATION,
        GATEWAY_HTTPS_LISTENER_DETECT_MISDIRECTED_REQUESTS,
        GATEWAY_INFRASTRUCTURE_PROPAGATION,
        GATEWAY_ADDRESS_EMPTY,
        GATEWAY_BACKEND_CLIENT_CERTIFICATE,
        GATEWAY_FRONTEND_CLIENT_CERTIFICATE_VALIDATION,
        GATEWAY_FRONTEND_CLIENT_CERTIFICATE_VALIDATION_INSECURE_FALLBACK,
        LISTENER_SET);
    add("ReferenceGrantCore", STANDARD, REFERENCE_GRANT);
    add("HTTPRouteCore", STANDARD, HTTP_ROUTE);
    add(
        "HTTPRouteExtended",
        EXPERIMENTAL,
        HTTP_ROUTE_DESTINATION_PORT_MATCHING,
        HTTP_ROUTE_RETRY,
        HTTP_ROUTE_RETRY_BACKEND_TIMEOUT,
        HTTP_ROUTE_RETRY_CONNECTION_ERROR);
    add(
        "HTTPRouteExtended",
        STANDARD,
        HTTP_ROUTE_BACKEND_REQUEST_HEADER_MODIFICATION,
        HTTP_ROUTE_QUERY_PARAM_MATCHING,
        HTTP_ROUTE_METHOD_MATCHING,
        HTTP_ROUTE_RESPONSE_HEADER_MODIFICATION,
        HTTP_ROUTE_PORT_REDIRECT,
        HTTP_ROUTE_SCHEME_REDIRECT,
        HTTP_ROUTE_PATH_REDIRECT,
        HTTP_ROUTE_HOST_REWRITE,
        HTTP_ROUTE_PATH_REWRITE,
        HTTP_ROUTE_REQUEST_MIRROR,
        HTTP_ROUTE_REQUEST_MULTIPLE_MIRRORS,
        HTTP_ROUTE_REQUEST_PERCENTAGE_MIRROR,
        HTTP_ROUTE_REQUEST_TIMEOUT,
        HTTP_ROUTE_BACKEND_TIMEOUT,
        HTTP_ROUTE_PARENT_REF_PORT,
        HTTP_ROUTE_BACKEND_PROTOCOL_H2C,
        HTTP_ROUTE_BACKEND_PROTOCOL_WEB_SOCKET,
        HTTP_ROUTE_NAMED_ROUTE_RULE,
        HTTP_ROUTE_CORS,
        HTTP_ROUTE303_REDIRECT_STATUS_CODE,
        HTTP_ROUTE307_REDIRECT_STATUS_CODE,
        HTTP_ROUTE308_REDIRECT_STATUS_CODE);
    add("GRPCRouteCore", STANDARD, GRPC_ROUTE);
    add("GRPCRouteExtended", STANDARD, GRPC_ROUTE_NAMED_ROUTE_RULE);
    add("TLSRouteCore", STANDARD, TLS_ROUTE);
    add("TLSRouteExtended", STANDARD, TLS_ROUTE_MODE_TERMINATE);
    add("TLSRouteExtended", EXPERIMENTAL, TLS_ROUTE_MODE_MIXED);
    add("TCPRoute", STANDARD, TCP_ROUTE);
    add("UDPRoute", STANDARD, UDP_ROUTE);
    add("BackendTLSPolicyCore", STANDARD, BACKEND_TLS_POLICY);
    add("BackendTLSPolicyExtended", STANDARD, BACKEND_TLS_POLICY_SAN_VALIDATION);
    add("MeshCore", STANDARD, MESH);
    add(
        "MeshExtended",
        STANDARD,
        MESH_CLUSTER_IP_MATCHING,
        MESH_CONSUMER_ROUTE,
        MESH_HTTP_ROUTE_REWRITE_PATH,
        MESH_HTTP_ROUTE_SCHEME_REDIRECT,
        MESH_HTTP_ROUTE_REDIRECT_PORT,
        MESH_HTTP_ROUTE_REDIRECT_PATH,
        MESH_HTTP_ROUTE_BACKEND_REQUEST_HEADER_MODIFICATION,
        MESH_HTTP_ROUTE_QUERY_PARAM_MATCHING,
        MESH_HTTP_ROUTE_NAMED_ROUTE_RULE);
    add(
        "Ambient",
        STANDARD,
        AMBIENT,
        WAYPOINT,
        WAYPOINT_AUTHORIZATION,
        WAYPOINT_SANDWICH,
        HOP_REPORTING);
  }

  private Features() {}

  /** All, in the standard's order. */
  public static List<Feature> all() {
    return List.copyOf(ALL.values());
  }

  /** The feature of this name. */
  public static Optional<Feature> find(String name) {
    return Optional.ofNullable(ALL.get(name));
  }

  private static void add(String group, Feature.Channel channel, String... names) {
    for (String name : names) {
      ALL.put(name, new Feature(name, group, channel));
    }
  }
}
