package dev.waymark.gatewaytests;

import dev.waymark.gatewaytests.gateway.GatewayClassObservedGenerationBump;
import dev.waymark.gatewaytests.gateway.GatewayInvalidParametersRef;
import dev.waymark.gatewaytests.gateway.GatewayInvalidRouteKind;
import dev.waymark.gatewaytests.gateway.GatewayInvalidTlsConfiguration;
import dev.waymark.gatewaytests.gateway.GatewayListenerUnsupportedProtocol;
import dev.waymark.gatewaytests.gateway.GatewayModifyListeners;
import dev.waymark.gatewaytests.gateway.GatewayObservedGenerationBump;
import dev.waymark.gatewaytests.gateway.GatewaySecretInvalidReferenceGrant;
import dev.waymark.gatewaytests.gateway.GatewaySecretMissingReferenceGrant;
import dev.waymark.gatewaytests.gateway.GatewaySecretReferenceGrantAllInNamespace;
import dev.waymark.gatewaytests.gateway.GatewaySecretReferenceGrantSpecific;
import dev.waymark.gatewaytests.gateway.GatewayWithAttachedRoutes;
import dev.waymark.gatewaytests.httproute.HttpRouteCrossNamespace;
import dev.waymark.gatewaytests.httproute.HttpRouteExactPathMatching;
import dev.waymark.gatewaytests.httproute.HttpRouteHeaderMatching;
import dev.waymark.gatewaytests.httproute.HttpRouteHostnameIntersection;
import dev.waymark.gatewaytests.httproute.HttpRouteHttpsListener;
import dev.waymark.gatewaytests.httproute.HttpRouteInvalidBackendRefUnknownKind;
import dev.waymark.gatewaytests.httproute.HttpRouteInvalidCrossNamespaceBackendRef;
import dev.waymark.gatewaytests.httproute.HttpRouteInvalidCrossNamespaceParentRef;
import dev.waymark.gatewaytests.httproute.HttpRouteInvalidNonExistentBackendRef;
import dev.waymark.gatewaytests.httproute.HttpRouteInvalidParentRefNotMatchingSectionName;
import dev.waymark.gatewaytests.httproute.HttpRouteInvalidReferenceGrant;
import dev.waymark.gatewaytests.httproute.HttpRouteListenerHostnameMatching;
import dev.waymark.gatewaytests.httproute.HttpRouteMatching;
import dev.waymark.gatewaytests.httproute.HttpRouteMatchingAcrossRoutes;
import dev.waymark.gatewaytests.httproute.HttpRouteMultipleGateways;
import dev.waymark.gatewaytests.httproute.HttpRouteNoBackendRefs;
import dev.waymark.gatewaytests.httproute.HttpRouteObservedGenerationBump;
import dev.waymark.gatewaytests.httproute.HttpRoutePartiallyInvalidViaInvalidReferenceGrant;
import dev.waymark.gatewaytests.httproute.HttpRoutePathMatchOrder;
import dev.waymark.gatewaytests.httproute.HttpRouteRedirectHostAndStatus;
import dev.waymark.gatewaytests.httproute.HttpRouteReferenceGrant;
import dev.waymark.gatewaytests.httproute.HttpRouteRequestHeaderModifier;
import dev.waymark.gatewaytests.httproute.HttpRouteServiceTypes;
import dev.waymark.gatewaytests.httproute.HttpRouteSimpleSameNamespace;
import dev.waymark.gatewaytests.httproute.HttpRouteWeight;
import dev.waymark.kit.catalog.Suite;
import java.util.List;

/** The core tests of the profile GATEWAY-HTTP. */
public final class GatewaySuite implements Suite {

  /** For {@link java.util.ServiceLoader}. */
  public GatewaySuite() {}

  @Override
  public String name() {
    return "gateway";
  }

  @Override
  public List<Class<?>> tests() {
    return List.of(
        GatewayClassObservedGenerationBump.class,
        GatewayInvalidParametersRef.class,
        GatewayInvalidRouteKind.class,
        GatewayInvalidTlsConfiguration.class,
        GatewayListenerUnsupportedProtocol.class,
        GatewayModifyListeners.class,
        GatewayObservedGenerationBump.class,
        GatewaySecretInvalidReferenceGrant.class,
        GatewaySecretMissingReferenceGrant.class,
        GatewaySecretReferenceGrantAllInNamespace.class,
        GatewaySecretReferenceGrantSpecific.class,
        GatewayWithAttachedRoutes.class,
        HttpRouteCrossNamespace.class,
        HttpRouteExactPathMatching.class,
        HttpRouteHeaderMatching.class,
        HttpRouteHostnameIntersection.class,
        HttpRouteHttpsListener.class,
        HttpRouteInvalidBackendRefUnknownKind.class,
        HttpRouteInvalidCrossNamespaceBackendRef.class,
        HttpRouteInvalidCrossNamespaceParentRef.class,
        HttpRouteInvalidNonExistentBackendRef.class,
        HttpRouteInvalidParentRefNotMatchingSectionName.class,
        HttpRouteInvalidReferenceGrant.class,
        HttpRouteListenerHostnameMatching.class,
        HttpRouteMatching.class,
        HttpRouteMatchingAcrossRoutes.class,
        HttpRouteMultipleGateways.class,
        HttpRouteNoBackendRefs.class,
        HttpRouteObservedGenerationBump.class,
        HttpRoutePartiallyInvalidViaInvalidReferenceGrant.class,
        HttpRoutePathMatchOrder.class,
        HttpRouteRedirectHostAndStatus.class,
        HttpRouteReferenceGrant.class,
        HttpRouteRequestHeaderModifier.class,
        HttpRouteServiceTypes.class,
        HttpRouteSimpleSameNamespace.class,
        HttpRouteWeight.class);
  }

  @Override
  public String ledger() {
    return "requirements.yaml";
  }

  @Override
  public List<String> baseManifests() {
    return List.of("base.yaml");
  }
}
