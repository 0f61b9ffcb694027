package dev.waymark.gatewaytests.gateway;

import dev.waymark.kit.Check;
import dev.waymark.kit.ConformanceTest;
import dev.waymark.kit.Kit;
import dev.waymark.kit.Status;
import dev.waymark.kit.catalog.Features;

/**
 * A Gateway with parameters of a kind that the implementation can't know.
 *
 * <p>Waits for the condition of the Gateway's current generation, where the official test takes a
 * stale one for an error.
 */
@ConformanceTest(
    name = "GatewayInvalidParametersRef",
    says = "A Gateway whose parameters can't be used is refused",
    features = Features.GATEWAY,
    manifests = "gateway-invalid-parameters-ref.yaml")
public class GatewayInvalidParametersRef {

  @Check(
      requirement = "gateway.accepted.invalid-parameters",
      says = "The Gateway is Accepted=False for InvalidParameters")
  void gatewayIsRefused(Kit kit) {
    kit.expect(
        kit.status("Gateway", "gateway-invalid-parameters-ref"),
        Status.of().condition("Accepted", "False", "InvalidParameters"));
  }
}
