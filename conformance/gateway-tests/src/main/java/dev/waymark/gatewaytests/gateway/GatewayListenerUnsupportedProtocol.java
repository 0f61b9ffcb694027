package dev.waymark.gatewaytests.gateway;

import dev.waymark.gatewaytests.Kinds;
import dev.waymark.kit.Check;
import dev.waymark.kit.ConformanceTest;
import dev.waymark.kit.Kit;
import dev.waymark.kit.ObjectStatus;
import dev.waymark.kit.Status;
import dev.waymark.kit.catalog.Features;

/**
 * A listener whose protocol the implementation can't know: what it says of itself, what the Gateway
 * says, and that a sound listener beside it goes on working.
 *
 * <p>Stricter than the official test: a valid listener beside the invalid one must be Programmed,
 * and its supportedKinds must hold no kind that HTTP can't carry.
 */
@ConformanceTest(
    name = "GatewayListenerUnsupportedProtocol",
    says = "A listener with an unknown protocol is refused by itself",
    features = Features.GATEWAY,
    manifests = "gateway-listener-unsupported-protocol.yaml")
public class GatewayListenerUnsupportedProtocol {
  private static final String ALONE = "gateway-only-unsupported-protocols";
  private static final String BESIDE = "gateway-supported-and-unsupported-protocols";

  @Check(
      requirement = "gateway.listener.unsupported-protocol.accepted",
      says = "The listener with the unknown protocol is Accepted=False for UnsupportedProtocol")
  void listenerIsRefused(Kit kit) {
    for (String gateway : new String[] {ALONE, BESIDE}) {
      kit.expect(
          gateway(kit, gateway),
          Status.of()
              .listener("invalid", it -> it.condition("Accepted", "False", "UnsupportedProtocol")));
    }
  }

  @Check(
      requirement = "gateway.listener.unsupported-protocol.kinds",
      says = "The listener with the unknown protocol supports no kind of route")
  void listenerSupportsNoKind(Kit kit) {
    for (String gateway : new String[] {ALONE, BESIDE}) {
      kit.expect(gateway(kit, gateway), Status.of().listener("invalid", Status::onlyKinds));
    }
  }

  @Check(
      requirement = "gateway.accepted.no-valid-listener",
      says = "A Gateway with no other listener is Accepted=False for ListenersNotValid")
  void gatewayIsRefused(Kit kit) {
    kit.expect(
        gateway(kit, ALONE), Status.of().condition("Accepted", "False", "ListenersNotValid"));
  }

  @Check(
      requirement = "gateway.accepted.some-listeners-invalid",
      says = "A Gateway with a valid listener too is Accepted=True and says ListenersNotValid")
  void gatewayIsAcceptedWithReason(Kit kit) {
    kit.expect(
        gateway(kit, BESIDE), Status.of().condition("Accepted", "True", "ListenersNotValid"));
  }

  @Check(
      requirement = "gateway.listener.valid-beside-invalid",
      says = "The valid listener beside the invalid one is Accepted and Programmed")
  void validListenerStays(Kit kit) {
    kit.expect(
        gateway(kit, BESIDE),
        Status.of()
            .listener(
                "http", it -> it.condition("Accepted", "True").condition("Programmed", "True")));
  }

  @Check(
      requirement = "gateway.listener.supported-kinds",
      says = "The valid listener supports HTTPRoute and no kind that HTTP can't carry")
  void validListenerSupportsHttp(Kit kit) {
    kit.expect(gateway(kit, BESIDE), Status.of().listener("http", Kinds::ofHttp));
  }

  @Check(
      requirement = "gateway.listener.attached-routes.count",
      says = "No listener counts routes, since there are none")
  void nothingIsAttached(Kit kit) {
    kit.expect(gateway(kit, ALONE), Status.of().listener("invalid", it -> it.attachedRoutes(0)));
    kit.expect(
        gateway(kit, BESIDE),
        Status.of()
            .listener("http", it -> it.attachedRoutes(0))
            .listener("invalid", it -> it.attachedRoutes(0)));
  }

  private static ObjectStatus gateway(Kit kit, String name) {
    return kit.status("Gateway", name);
  }
}
