package dev.waymark.kit.catalog;

import static dev.waymark.kit.catalog.Features.*;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The profiles of Gateway API v1.6.1, as its conformance suite defines them, and our own. */
public final class Profiles {
  private static final Set<String> EVERY_GATEWAY =
      ordered(
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

  private static final Set<String> EVERY_MESH =
      ordered(
          MESH_CLUSTER_IP_MATCHING,
          MESH_CONSUMER_ROUTE,
          MESH_HTTP_ROUTE_REWRITE_PATH,
          MESH_HTTP_ROUTE_SCHEME_REDIRECT,
          MESH_HTTP_ROUTE_REDIRECT_PORT,
          MESH_HTTP_ROUTE_REDIRECT_PATH,
          MESH_HTTP_ROUTE_BACKEND_REQUEST_HEADER_MODIFICATION,
          MESH_HTTP_ROUTE_QUERY_PARAM_MATCHING,
          MESH_HTTP_ROUTE_NAMED_ROUTE_RULE);

  public static final Profile GATEWAY_HTTP =
      new Profile(
          "GATEWAY-HTTP",
          ordered(GATEWAY, REFERENCE_GRANT, HTTP_ROUTE),
          union(
              EVERY_GATEWAY,
              HTTP_ROUTE_DESTINATION_PORT_MATCHING,
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
              HTTP_ROUTE308_REDIRECT_STATUS_CODE,
              HTTP_ROUTE_RETRY,
              HTTP_ROUTE_RETRY_BACKEND_TIMEOUT,
              HTTP_ROUTE_RETRY_CONNECTION_ERROR,
              BACKEND_TLS_POLICY,
              BACKEND_TLS_POLICY_SAN_VALIDATION));

  public static final Profile GATEWAY_TLS =
      new Profile(
          "GATEWAY-TLS",
          ordered(GATEWAY, REFERENCE_GRANT, TLS_ROUTE),
          union(EVERY_GATEWAY, TLS_ROUTE_MODE_TERMINATE, TLS_ROUTE_MODE_MIXED));

  public static final Profile GATEWAY_TCP =
      new Profile(
          "GATEWAY-TCP",
          ordered(GATEWAY, TCP_ROUTE, REFERENCE_GRANT),
          union(EVERY_GATEWAY, TCP_ROUTE));

  public static final Profile GATEWAY_UDP =
      new Profile(
          "GATEWAY-UDP",
          ordered(GATEWAY, UDP_ROUTE, REFERENCE_GRANT),
          union(EVERY_GATEWAY, UDP_ROUTE));

  public static final Profile GATEWAY_GRPC =
      new Profile("GATEWAY-GRPC", ordered(GATEWAY, REFERENCE_GRANT, GRPC_ROUTE), EVERY_GATEWAY);

  public static final Profile MESH_HTTP =
      new Profile("MESH-HTTP", ordered(MESH, HTTP_ROUTE), EVERY_MESH);

  public static final Profile MESH_GRPC =
      new Profile("MESH-GRPC", ordered(MESH, GRPC_ROUTE), EVERY_MESH);

  /**
   * MESH-HTTP with the official suite's mesh tests that no official profile has, because they need
   * a feature which counts for Gateways alone.
   */
  public static final Profile MESH_ALL =
      new Profile(
          "MESH-ALL",
          ordered(MESH, HTTP_ROUTE),
          union(
              EVERY_MESH,
              HTTP_ROUTE_RESPONSE_HEADER_MODIFICATION,
              HTTP_ROUTE_PARENT_REF_PORT,
              HTTP_ROUTE303_REDIRECT_STATUS_CODE,
              HTTP_ROUTE307_REDIRECT_STATUS_CODE,
              HTTP_ROUTE308_REDIRECT_STATUS_CODE));

  /** What the proxies of nodes do, by connections alone. */
  public static final Profile AMBIENT_L4 =
      new Profile("AMBIENT-L4", ordered(AMBIENT), ordered(HOP_REPORTING));

  /** Waypoints, wherever their connections come from. */
  public static final Profile WAYPOINTS =
      new Profile(
          "WAYPOINT",
          ordered(AMBIENT, WAYPOINT, HTTP_ROUTE),
          ordered(WAYPOINT_AUTHORIZATION, HOP_REPORTING));

  /** Waypoints that stand behind their node's proxy. */
  public static final Profile SANDWICH =
      new Profile(
          "SANDWICH",
          ordered(AMBIENT, WAYPOINT, WAYPOINT_SANDWICH, HTTP_ROUTE),
          ordered(WAYPOINT_AUTHORIZATION, HOP_REPORTING));

  private static final List<Profile> OFFICIAL =
      List.of(
          GATEWAY_HTTP, GATEWAY_TLS, GATEWAY_TCP, GATEWAY_UDP, GATEWAY_GRPC, MESH_HTTP, MESH_GRPC);

  private Profiles() {}

  /** The Gateway API's own, those for Gateways first. */
  public static List<Profile> official() {
    return OFFICIAL;
  }

  /** All, the official ones first. */
  public static List<Profile> all() {
    return Stream.concat(OFFICIAL.stream(), Stream.of(MESH_ALL, AMBIENT_L4, WAYPOINTS, SANDWICH))
        .toList();
  }

  /** The profile of this name. */
  public static Optional<Profile> find(String name) {
    return all().stream().filter(profile -> profile.name().equals(name)).findFirst();
  }

  private static Set<String> ordered(String... names) {
    return Stream.of(names).collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private static Set<String> union(Set<String> first, String... more) {
    Set<String> all = new LinkedHashSet<>(first);
    all.addAll(List.of(more));
    return all;
  }
}
