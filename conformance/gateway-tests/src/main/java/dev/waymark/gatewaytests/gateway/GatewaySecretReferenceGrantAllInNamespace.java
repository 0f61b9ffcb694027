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
 * A certificate in another namespace which grants Gateways all of its Secrets.
 *
 * <p>Stricter than the official test, which looks at status alone: a client that trusts nothing but
 * the Secret's certificate completes a handshake.
 */
@ConformanceTest(
    name = "GatewaySecretReferenceGrantAllInNamespace",
    says = "A grant without a name permits every object of the kind",
    features = {Features.GATEWAY, Features.REFERENCE_GRANT},
    manifests = "gateway-secret-reference-grant-all-in-namespace.yaml")
public class GatewaySecretReferenceGrantAllInNamespace {
  private static final String GATEWAY = "gateway-secret-reference-grant-all-in-namespace";
  private static final String NAMESPACE = "gateways-all-granted";
  private static final String HOST = "secure.example.com";

  @Check(
      requirement = "referencegrant.to.all",
      says = "A grant to all Secrets makes the listener ResolvedRefs and Programmed")
  void referenceIsPermitted(Kit kit) {
    kit.expect(
        kit.status("Gateway", NAMESPACE, GATEWAY),
        Status.of()
            .listener(
                "https",
                it -> it.condition("ResolvedRefs", "True").condition("Programmed", "True")));
  }

  @Check(
      requirement = "gateway.listener.tls.certificate-served",
      says = "The listener presents the certificate of the Secret in the other namespace")
  void certificateIsServed(Kit kit) {
    kit.given(
        kit.status("Gateway", NAMESPACE, GATEWAY),
        Status.of().listener("https", it -> it.condition("Programmed", "True")));
    Tls trustingTheSecret = Tls.to(HOST, kit.certificatePem("secrets-all-granted", "certificate"));
    kit.expect(
        kit.gateway(NAMESPACE, GATEWAY)
            .sending(Request.get("/").host(HOST).over(trustingTheSecret)),
        Answer.any());
  }

  @Check(
      requirement = "gateway.listener.supported-kinds",
      says = "The listener supports HTTPRoute and no kind that HTTPS can't carry")
  void kindsAreThoseOfHttps(Kit kit) {
    kit.expect(
        kit.status("Gateway", NAMESPACE, GATEWAY), Status.of().listener("https", Kinds::ofHttp));
  }

  @Check(
      requirement = "gateway.listener.attached-routes.count",
      says = "The listener counts no routes, since there are none")
  void nothingIsAttached(Kit kit) {
    kit.expect(
        kit.status("Gateway", NAMESPACE, GATEWAY),
        Status.of().listener("https", it -> it.attachedRoutes(0)));
  }
}
