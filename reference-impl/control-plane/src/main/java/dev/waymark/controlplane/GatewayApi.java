package dev.waymark.controlplane;

/**
 * Words of the Gateway API that more than one place needs. Reasons and condition types stay where
 * they are decided.
 */
public final class GatewayApi {
  public static final String GROUP = "gateway.networking.k8s.io";
  public static final String GATEWAY = "Gateway";
  public static final String HTTP_ROUTE = "HTTPRoute";

  /** On every object made for a Gateway, with the Gateway's name as its value. */
  public static final String GATEWAY_NAME_LABEL = GROUP + "/gateway-name";

  /** On the CRDs: which release of the API they are. */
  public static final String BUNDLE_VERSION_ANNOTATION = GROUP + "/bundle-version";

  private GatewayApi() {}
}
