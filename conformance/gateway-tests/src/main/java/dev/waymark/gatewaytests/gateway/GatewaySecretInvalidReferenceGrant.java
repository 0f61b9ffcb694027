package dev.waymark.gatewaytests.gateway;

import dev.waymark.gatewaytests.Kinds;
import dev.waymark.kit.Check;
import dev.waymark.kit.ConformanceTest;
import dev.waymark.kit.Kit;
import dev.waymark.kit.Status;
import dev.waymark.kit.catalog.Features;
import org.junit.jupiter.api.BeforeAll;

/**
 * Grants for a certificate that are right but for one field.
 *
 * <p>Finer than the official test, where one listener faces all seven at once: here each near miss
 * has a listener, a Secret and a grant of its own, so that it shows which field is not compared.
 */
@ConformanceTest(
    name = "GatewaySecretInvalidReferenceGrant",
    says = "Every field of a ReferenceGrant counts",
    features = {Features.GATEWAY, Features.REFERENCE_GRANT},
    manifests = "gateway-secret-invalid-reference-grant.yaml")
public class GatewaySecretInvalidReferenceGrant {
  private static final String GATEWAY = "gateway-secret-invalid-reference-grant";

  @BeforeAll
  static void grantsAreAskedFor(Kit kit) {
    kit.given(
        kit.status("Gateway", GATEWAY),
        refused("ungranted")
            .listener("granted", it -> it.conditionOfAnyGeneration("ResolvedRefs", "True")));
  }

  @Check(
      requirement = "referencegrant.namespace",
      says = "A grant in another namespace than the Secret's permits nothing")
  void namespace(Kit kit) {
    kit.expect(kit.status("Gateway", GATEWAY), refused("namespace"));
  }

  @Check(
      requirement = "referencegrant.from.group",
      says = "A grant from another group does not permit a Gateway's reference")
  void fromGroup(Kit kit) {
    kit.expect(kit.status("Gateway", GATEWAY), refused("from-group"));
  }

  @Check(
      requirement = "referencegrant.from.kind",
      says = "A grant from HTTPRoutes does not permit a Gateway's reference")
  void fromKind(Kit kit) {
    kit.expect(kit.status("Gateway", GATEWAY), refused("from-kind"));
  }

  @Check(
      requirement = "referencegrant.from.namespace",
      says = "A grant from another namespace does not permit the Gateway's reference")
  void fromNamespace(Kit kit) {
    kit.expect(kit.status("Gateway", GATEWAY), refused("from-namespace"));
  }

  @Check(
      requirement = "referencegrant.to.group",
      says = "A grant to another group does not permit a reference to a Secret")
  void toGroup(Kit kit) {
    kit.expect(kit.status("Gateway", GATEWAY), refused("to-group"));
  }

  @Check(
      requirement = "referencegrant.to.kind",
      says = "A grant to ConfigMaps does not permit a reference to a Secret")
  void toKind(Kit kit) {
    kit.expect(kit.status("Gateway", GATEWAY), refused("to-kind"));
  }

  @Check(
      requirement = "referencegrant.to.name",
      says = "A grant to another Secret does not permit a reference to this one")
  void toName(Kit kit) {
    kit.expect(kit.status("Gateway", GATEWAY), refused("to-name"));
  }

  @Check(
      requirement = "gateway.listener.supported-kinds",
      says = "A listener supports HTTPRoute though its certificate isn't permitted")
  void kindsAreThoseOfHttps(Kit kit) {
    kit.expect(kit.status("Gateway", GATEWAY), Status.of().listener("ungranted", Kinds::ofHttp));
  }

  @Check(
      requirement = "gateway.listener.attached-routes.count",
      says = "The listener counts no routes, since there are none")
  void nothingIsAttached(Kit kit) {
    kit.expect(
        kit.status("Gateway", GATEWAY),
        Status.of().listener("ungranted", it -> it.attachedRoutes(0)));
  }

  private static Status refused(String listener) {
    return Status.of().listener(listener, it -> it.condition("ResolvedRefs", "False"));
  }
}
