package dev.waymark.gatewaytests.gateway;

import dev.waymark.kit.Check;
import dev.waymark.kit.ConformanceTest;
import dev.waymark.kit.Kit;
import dev.waymark.kit.ObjectStatus;
import dev.waymark.kit.Status;
import dev.waymark.kit.catalog.Features;
import org.junit.jupiter.api.BeforeAll;

/**
 * A GatewayClass of the implementation's controller whose spec changes.
 *
 * <p>Stricter than the official test, which takes any Accepted condition: the class must be
 * Accepted=True.
 */
@ConformanceTest(
    name = "GatewayClassObservedGenerationBump",
    says = "A GatewayClass's conditions tell which generation of the spec they speak of",
    features = Features.GATEWAY,
    manifests = "gatewayclass-observed-generation-bump.yaml")
public class GatewayClassObservedGenerationBump {
  private static final String CLASS = "gatewayclass-observed-generation-bump";

  @BeforeAll
  static void specChanges(Kit kit) {
    kit.given(gatewayClass(kit), Status.of().conditionIsCurrent("Accepted"));
    kit.patch("GatewayClass", "", CLASS, "spec: {description: new}");
  }

  @Check(
      requirement = "gatewayclass.accepted",
      says = "A GatewayClass of this controller is Accepted=True for Accepted")
  void classIsAccepted(Kit kit) {
    kit.expect(
        gatewayClass(kit), Status.of().conditionOfAnyGeneration("Accepted", "True", "Accepted"));
  }

  @Check(
      requirement = "gatewayclass.observed-generation",
      says = "After a change of its description the class's Accepted condition is current again")
  void conditionIsCurrent(Kit kit) {
    kit.expect(gatewayClass(kit), Status.of().conditionIsCurrent("Accepted"));
  }

  private static ObjectStatus gatewayClass(Kit kit) {
    return kit.status("GatewayClass", "", CLASS);
  }
}
