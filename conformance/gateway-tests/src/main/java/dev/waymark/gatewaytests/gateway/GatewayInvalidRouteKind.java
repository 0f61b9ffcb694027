package dev.waymark.gatewaytests.gateway;

import dev.waymark.kit.Check;
import dev.waymark.kit.ConformanceTest;
import dev.waymark.kit.Kit;
import dev.waymark.kit.ObjectStatus;
import dev.waymark.kit.Status;
import dev.waymark.kit.catalog.Features;
import java.util.List;

/**
 * Listeners that ask for a kind of route which isn't supported: one asks for nothing else, one for
 * HTTPRoute too.
 *
 * <p>Stricter than the official test: supportedKinds is compared as a whole, so that the unknown
 * kind must not be repeated there beside the right one.
 */
@ConformanceTest(
    name = "GatewayInvalidRouteKind",
    says = "A listener reports the route kinds that it can't serve and serves the others",
    features = Features.GATEWAY,
    manifests = "gateway-invalid-route-kind.yaml")
public class GatewayInvalidRouteKind {
  private static final String ONLY_INVALID = "gateway-only-invalid-route-kind";
  private static final String BOTH = "gateway-supported-and-invalid-route-kind";

  @Check(
      requirement = "gateway.listener.route-kinds.reported",
      says = "A listener that names an unknown kind is ResolvedRefs=False for InvalidRouteKinds")
  void unknownKindIsReported(Kit kit) {
    Status reported =
        Status.of()
            .listener("http", it -> it.condition("ResolvedRefs", "False", "InvalidRouteKinds"));
    kit.expect(gateway(kit, ONLY_INVALID), reported);
    kit.expect(gateway(kit, BOTH), reported);
  }

  @Check(
      requirement = "gateway.listener.route-kinds.unsupported-excluded",
      says = "The unknown kind is not among supportedKinds, alone or beside a known one")
  void unknownKindIsNotSupported(Kit kit) {
    Status excluded = Status.of().listener("http", it -> it.noKinds("InvalidRoute"));
    kit.expect(gateway(kit, ONLY_INVALID), excluded);
    kit.expect(gateway(kit, BOTH), excluded);
  }

  @Check(
      requirement = "gateway.listener.route-kinds.selection-honoured",
      says =
          "A listener that names only an unknown kind does not fall back to the kinds of its"
              + " protocol")
  void selectionIsHonoured(Kit kit) {
    kit.expect(
        gateway(kit, ONLY_INVALID),
        Status.of().listener("http", it -> it.noKinds("HTTPRoute", "GRPCRoute")));
  }

  @Check(
      requirement = "gateway.listener.route-kinds.valid-kept",
      says = "HTTPRoute, named beside an unknown kind, is supported")
  void validKindIsKept(Kit kit) {
    kit.expect(gateway(kit, BOTH), Status.of().listener("http", it -> it.kinds("HTTPRoute")));
  }

  @Check(
      requirement = "gateway.listener.attached-routes.count",
      says = "No listener counts routes, since there are none")
  void nothingIsAttached(Kit kit) {
    for (String gateway : List.of(ONLY_INVALID, BOTH)) {
      kit.expect(gateway(kit, gateway), Status.of().listener("http", it -> it.attachedRoutes(0)));
    }
  }

  private static ObjectStatus gateway(Kit kit, String name) {
    return kit.status("Gateway", name);
  }
}
