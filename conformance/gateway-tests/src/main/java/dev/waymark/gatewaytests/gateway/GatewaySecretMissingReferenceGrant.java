package dev.waymark.gatewaytests.gateway;

import dev.waymark.gatewaytests.Kinds;
import dev.waymark.kit.Answer;
import dev.waymark.kit.Check;
import dev.waymark.kit.ConformanceTest;
import dev.waymark.kit.Kit;
import dev.waymark.kit.Request;
import dev.waymark.kit.Status;
import dev.waymark.kit.Tls;
import dev.waymark.kit.catalog.Features;

/**
 * A listener whose certificate lies in another namespace that grants nothing.
 *
 * <p>Stricter than the official test, which looks at status alone: the listener may not speak TLS,
 * with that certificate or another, while its neighbour on port 80 serves the same route.
 */
@ConformanceTest(
    name = "GatewaySecretMissingReferenceGrant",
    says = "A certificate in another namespace is not used without a grant",
    features = {Features.GATEWAY, Features.REFERENCE_GRANT},
    manifests = "gateway-secret-missing-reference-grant.yaml")
public class GatewaySecretMissingReferenceGrant {
  private static final String GATEWAY = "gateway-secret-missing-reference-grant";

  @Check(
      requirement = "gateway.listener.tls.cross-namespace-needs-grant",
      says = "The listener is ResolvedRefs=False for RefNotPermitted")
  void listenerIsUnresolved(Kit kit) {
    kit.expect(
        kit.status("Gateway", GATEWAY),
        Status.of()
            .listener("https", it -> it.condition("ResolvedRefs", "False", "RefNotPermitted")));
  }

  @Check(
      requirement = "gateway.listener.tls.unresolved-not-served",
      says = "The listener completes no TLS handshake")
  void listenerDoesNotServe(Kit kit) {
    Request request = Request.get("/").host("secure.example.com");
    kit.given(kit.gateway(GATEWAY).sending(request), Answer.from("infra-backend-v1"));
    kit.expectStays(
        kit.gateway(GATEWAY).sending(request.over(Tls.unverified("secure.example.com"))),
        Answer.none());
  }

  @Check(
      requirement = "gateway.listener.supported-kinds",
      says = "The listener supports HTTPRoute though its certificate isn't permitted")
  void kindsAreThoseOfHttps(Kit kit) {
    kit.expect(kit.status("Gateway", GATEWAY), Status.of().listener("https", Kinds::ofHttp));
  }
}
