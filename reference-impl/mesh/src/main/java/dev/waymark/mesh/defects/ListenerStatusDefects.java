package dev.waymark.mesh.defects;

import static dev.waymark.mesh.defects.StatusFaults.becomes;
import static dev.waymark.mesh.defects.StatusFaults.change;
import static dev.waymark.mesh.defects.StatusFaults.gateway;
import static dev.waymark.mesh.defects.StatusFaults.gateways;
import static dev.waymark.mesh.defects.StatusFaults.holds;
import static dev.waymark.mesh.defects.StatusFaults.isOf;
import static dev.waymark.mesh.defects.StatusFaults.kindsAskedFor;
import static dev.waymark.mesh.defects.StatusFaults.listenerConditions;
import static dev.waymark.mesh.defects.StatusFaults.listeners;
import static dev.waymark.mesh.defects.StatusFaults.reason;
import static dev.waymark.mesh.defects.StatusFaults.says;

import dev.waymark.controlplane.status.GatewayStatus;
import dev.waymark.controlplane.status.ListenerStatus;
import dev.waymark.controlplane.status.StatusCondition;
import dev.waymark.mesh.defects.StatusFaults.FirstGeneration;
import dev.waymark.mesh.defects.StatusFaults.ListenerChange;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Faults in what Gateways say of their listeners. */
final class ListenerStatusDefects {
  private static final String HTTP_ROUTE = "HTTPRoute";
  private static final Predicate<StatusCondition> UNSUPPORTED_PROTOCOL =
      says("Accepted", "False", "UnsupportedProtocol");
  private static final Predicate<StatusCondition> INVALID_KINDS =
      says("ResolvedRefs", "False", "InvalidRouteKinds");

  static final List<Defect> ALL =
      List.of(
          new Defect(
              "LISTENER_NEVER_ACCEPTED",
              "gateway.listener.accepted",
              "A healthy listener's Accepted condition carries the reason Pending.",
              () -> listenerConditions(says("Accepted", "True", "Accepted"), reason("Pending"))),
          new Defect(
              "LISTENER_NEVER_RESOLVED",
              "gateway.listener.resolved-refs",
              "A healthy listener's ResolvedRefs condition carries the reason Accepted.",
              () ->
                  listenerConditions(
                      says("ResolvedRefs", "True", "ResolvedRefs"), reason("Accepted"))),
          new Defect(
              "LISTENER_NEVER_PROGRAMMED",
              "gateway.listener.programmed",
              "A healthy listener's Programmed condition carries the reason Pending.",
              () ->
                  listenerConditions(says("Programmed", "True", "Programmed"), reason("Pending"))),
          new Defect(
              "LISTENER_GENERATION_STALE",
              "gateway.listener.observed-generation",
              "A listener's conditions stay at the Gateway's generation that was seen first.",
              ListenerStatusDefects::staleGeneration),
          new Defect(
              "LISTENER_WITHOUT_CERTIFICATE_PROGRAMMED",
              "gateway.listener.programmed.unresolved",
              "A listener whose certificate does not resolve is Programmed=True.",
              () ->
                  where(
                      says("ResolvedRefs", "False", "InvalidCertificateRef")
                          .or(says("ResolvedRefs", "False", "RefNotPermitted")),
                      listener ->
                          listener.withConditions(
                              change(
                                  listener.conditions(),
                                  isOf("Programmed"),
                                  becomes("True", "Programmed"))))),
          new Defect(
              "LISTENER_TAKEN_DOWN_BY_INVALID_ONE",
              "gateway.listener.valid-beside-invalid",
              "Beside a listener of an unsupported protocol the valid ones are Programmed=False.",
              () ->
                  listeners(
                      (listener, gateway, _) ->
                          gateway.listeners().stream()
                                  .anyMatch(
                                      other -> holds(other.conditions(), UNSUPPORTED_PROTOCOL))
                              ? listener.withConditions(
                                  change(
                                      listener.conditions(),
                                      says("Programmed", "True", "Programmed"),
                                      becomes("False", "Invalid")))
                              : listener)),
          new Defect(
              "LISTENER_SUPPORTS_TOO_MANY_KINDS",
              "gateway.listener.supported-kinds",
              "A listener that names no kinds of routes lists TLSRoute beside HTTPRoute.",
              () ->
                  listeners(
                      (listener, gateway, view) ->
                          listener.supportedKinds().contains(HTTP_ROUTE)
                                  && kindsAskedFor(listener, gateway, view).findAny().isEmpty()
                              ? listener.withSupportedKinds(List.of(HTTP_ROUTE, "TLSRoute"))
                              : listener)),
          new Defect(
              "LISTENER_PROTOCOL_REASON_VAGUE",
              "gateway.listener.unsupported-protocol.accepted",
              "A listener with an unknown protocol is Accepted=False with reason Invalid.",
              () -> listenerConditions(UNSUPPORTED_PROTOCOL, reason("Invalid"))),
          new Defect(
              "LISTENER_UNKNOWN_PROTOCOL_HAS_KINDS",
              "gateway.listener.unsupported-protocol.kinds",
              "A listener with an unknown protocol lists HTTPRoute in supportedKinds.",
              () ->
                  where(
                      UNSUPPORTED_PROTOCOL,
                      listener -> listener.withSupportedKinds(List.of(HTTP_ROUTE)))),
          new Defect(
              "LISTENER_UNKNOWN_KINDS_UNREPORTED",
              "gateway.listener.route-kinds.reported",
              "Unknown kinds of routes are passed over in silence and ResolvedRefs stays True.",
              () -> listenerConditions(INVALID_KINDS, becomes("True", "ResolvedRefs"))),
          new Defect(
              "LISTENER_UNKNOWN_KINDS_REPEATED",
              "gateway.listener.route-kinds.unsupported-excluded",
              "supportedKinds repeats an unknown kind of allowedRoutes.kinds beside the right"
                  + " ones.",
              () ->
                  listeners(
                      (listener, gateway, view) ->
                          holds(listener.conditions(), INVALID_KINDS)
                              ? listener.withSupportedKinds(
                                  Stream.concat(
                                          listener.supportedKinds().stream(),
                                          kindsAskedFor(listener, gateway, view))
                                      .distinct()
                                      .toList())
                              : listener)),
          new Defect(
              "LISTENER_KINDS_FALL_BACK",
              "gateway.listener.route-kinds.selection-honoured",
              "Where no named kind is supported, supportedKinds falls back to HTTPRoute.",
              () ->
                  where(
                      INVALID_KINDS,
                      listener ->
                          listener.supportedKinds().isEmpty()
                              ? listener.withSupportedKinds(List.of(HTTP_ROUTE))
                              : listener)),
          new Defect(
              "LISTENER_UNKNOWN_KIND_EMPTIES_KINDS",
              "gateway.listener.route-kinds.valid-kept",
              "One unknown kind in allowedRoutes.kinds empties supportedKinds.",
              () -> where(INVALID_KINDS, listener -> listener.withSupportedKinds(List.of()))),
          new Defect(
              "ATTACHED_ROUTES_ONE_TOO_MANY",
              "gateway.listener.attached-routes.count",
              "attachedRoutes is one too high.",
              () ->
                  listeners(
                      (listener, _, _) ->
                          listener.withAttachedRoutes(listener.attachedRoutes() + 1))),
          new Defect(
              "ATTACHED_ROUTES_LOST_WITH_CERTIFICATE",
              "gateway.listener.attached-routes.unresolved-counted",
              "attachedRoutes is 0 on a listener whose certificate does not resolve.",
              () ->
                  where(
                      says("ResolvedRefs", "False", "InvalidCertificateRef"),
                      listener -> listener.withAttachedRoutes(0))),
          new Defect(
              "ATTACHED_ROUTES_COUNT_REFUSED",
              "gateway.listener.attached-routes.refused-not-counted",
              "Every route that names the Gateway is counted on each listener, accepted or not.",
              () -> listeners(countingAll())));

  private ListenerStatusDefects() {}

  private static Faults where(
      Predicate<StatusCondition> fits,
      java.util.function.UnaryOperator<ListenerStatus> listenerChange) {
    return listeners(
        (listener, _, _) ->
            holds(listener.conditions(), fits) ? listenerChange.apply(listener) : listener);
  }

  private static Faults staleGeneration() {
    var first = new FirstGeneration();
    return gateways(
        (status, view) ->
            new GatewayStatus(
                status.gateway(),
                status.addresses(),
                status.conditions(),
                status.listeners().stream()
                    .map(
                        listener ->
                            listener.withConditions(
                                first.apply(gateway(status, view), listener.conditions())))
                    .toList()));
  }

  private static ListenerChange countingAll() {
    return (listener, gateway, view) ->
        listener.withAttachedRoutes(
            (int)
                view.routes().values().stream()
                    .filter(
                        route ->
                            route.getSpec().getParentRefs().stream()
                                .flatMap(ref -> ViewFaults.gatewayOf(ref, route, view))
                                .anyMatch(
                                    named ->
                                        Objects.equals(named, gateway(gateway, view).orElse(null))))
                    .count());
  }
}
