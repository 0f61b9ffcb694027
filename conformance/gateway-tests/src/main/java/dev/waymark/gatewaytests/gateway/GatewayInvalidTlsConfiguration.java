package dev.waymark.gatewaytests.gateway;

import dev.waymark.gatewaytests.Kinds;
import dev.waymark.kit.Check;
import dev.waymark.kit.ConformanceTest;
import dev.waymark.kit.Kit;
import dev.waymark.kit.Status;
import dev.waymark.kit.catalog.Features;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Four HTTPS listeners, each with one thing wrong about its certificate reference.
 *
 * <p>Stricter than the official test: what the reference of the wrong group or kind would lead to
 * exists, so that ignoring group or kind shows; none of the listeners may be Programmed;
 * supportedKinds must hold no kind that HTTPS can't carry.
 */
@ConformanceTest(
    name = "GatewayInvalidTLSConfiguration",
    says = "A listener tells that its certificate can't be used",
    features = Features.GATEWAY,
    manifests = "gateway-invalid-tls-configuration.yaml")
public class GatewayInvalidTlsConfiguration {
  private static final List<String> LISTENERS =
      List.of("nonexistent-secret", "unsupported-group", "unsupported-kind", "malformed-secret");

  @Check(
      requirement = "gateway.listener.tls.secret-missing",
      says =
          "A Secret that does not exist makes the listener ResolvedRefs=False for"
              + " InvalidCertificateRef")
  void secretIsMissing(Kit kit) {
    unresolved(kit, "nonexistent-secret");
  }

  @Check(
      requirement = "gateway.listener.tls.ref-group",
      says =
          "A reference to an unknown group makes the listener ResolvedRefs=False for"
              + " InvalidCertificateRef")
  void groupIsUnknown(Kit kit) {
    unresolved(kit, "unsupported-group");
  }

  @Check(
      requirement = "gateway.listener.tls.ref-kind",
      says =
          "A reference to an unknown kind makes the listener ResolvedRefs=False for"
              + " InvalidCertificateRef")
  void kindIsUnknown(Kit kit) {
    unresolved(kit, "unsupported-kind");
  }

  @Check(
      requirement = "gateway.listener.tls.secret-malformed",
      says =
          "A Secret that holds no PEM makes the listener ResolvedRefs=False for"
              + " InvalidCertificateRef")
  void secretIsMalformed(Kit kit) {
    unresolved(kit, "malformed-secret");
  }

  @Check(
      requirement = "gateway.listener.programmed.unresolved",
      says = "A listener without a certificate that it can use is not Programmed")
  void notProgrammed(Kit kit) {
    kit.given(
        kit.status("Gateway", "gateway-certificate-invalid"),
        everyListener(it -> it.condition("ResolvedRefs", "False")));
    kit.expect(
        kit.status("Gateway", "gateway-certificate-invalid"),
        everyListener(it -> it.condition("Programmed", "False")));
  }

  @Check(
      requirement = "gateway.listener.supported-kinds",
      says = "An HTTPS listener supports HTTPRoute whether or not its certificate can be used")
  void kindsAreThoseOfHttps(Kit kit) {
    kit.expect(kit.status("Gateway", "gateway-certificate-invalid"), everyListener(Kinds::ofHttp));
  }

  @Check(
      requirement = "gateway.listener.attached-routes.count",
      says = "No listener counts routes, since there are none")
  void nothingIsAttached(Kit kit) {
    kit.expect(
        kit.status("Gateway", "gateway-certificate-invalid"),
        everyListener(it -> it.attachedRoutes(0)));
  }

  private static void unresolved(Kit kit, String listener) {
    kit.expect(
        kit.status("Gateway", "gateway-certificate-invalid"),
        Status.of()
            .listener(
                listener, it -> it.condition("ResolvedRefs", "False", "InvalidCertificateRef")));
  }

  private static Status everyListener(UnaryOperator<Status> says) {
    Status all = Status.of();
    for (String listener : LISTENERS) {
      all = all.listener(listener, says);
    }
    return all;
  }
}
