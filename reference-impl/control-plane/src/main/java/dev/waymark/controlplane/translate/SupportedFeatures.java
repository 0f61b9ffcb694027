package dev.waymark.controlplane.translate;

import java.util.List;

/**
 * The features of the Gateway API that work: what a GatewayClass declares, and what a conformance
 * run holds us to.
 */
final class SupportedFeatures {
  static final List<String> NAMES =
      List.of(
          "Gateway",
          "GatewayAddressEmpty",
          "GatewayHTTPListenerIsolation",
          "GatewayInfrastructurePropagation",
          "GatewayPort8080",
          "HTTPRoute",
          "HTTPRoute303RedirectStatusCode",
          "HTTPRoute307RedirectStatusCode",
          "HTTPRoute308RedirectStatusCode",
          "HTTPRouteBackendProtocolH2C",
          "HTTPRouteBackendRequestHeaderModification",
          "HTTPRouteHostRewrite",
          "HTTPRouteMethodMatching",
          "HTTPRouteNamedRouteRule",
          "HTTPRouteParentRefPort",
          "HTTPRoutePathRedirect",
          "HTTPRoutePathRewrite",
          "HTTPRoutePortRedirect",
          "HTTPRouteQueryParamMatching",
          "HTTPRouteResponseHeaderModification",
          "HTTPRouteSchemeRedirect",
          "ReferenceGrant");

  private SupportedFeatures() {}
}
