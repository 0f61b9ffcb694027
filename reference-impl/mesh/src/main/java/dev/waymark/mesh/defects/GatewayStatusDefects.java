package dev.waymark.mesh.defects;

import static dev.waymark.mesh.defects.StatusFaults.becomes;
import static dev.waymark.mesh.defects.StatusFaults.classes;
import static dev.waymark.mesh.defects.StatusFaults.gateway;
import static dev.waymark.mesh.defects.StatusFaults.gatewayConditions;
import static dev.waymark.mesh.defects.StatusFaults.gateways;
import static dev.waymark.mesh.defects.StatusFaults.reason;
import static dev.waymark.mesh.defects.StatusFaults.says;

import dev.waymark.controlplane.status.ClassStatus;
import dev.waymark.controlplane.status.GatewayStatus;
import dev.waymark.controlplane.status.GatewayStatus.Address;
import dev.waymark.mesh.defects.StatusFaults.FirstGeneration;
import java.util.List;
import java.util.Optional;

/** Faults in what GatewayClasses and Gateways say of themselves. */
final class GatewayStatusDefects {
  static final List<Defect> ALL =
      List.of(
          new Defect(
              "CLASS_NEVER_ACCEPTED",
              "gatewayclass.accepted",
              "The Accepted condition of every GatewayClass carries the reason Pending.",
              () ->
                  classes(
                      status ->
                          new ClassStatus(
                              status.name(),
                              StatusFaults.change(
                                  status.conditions(),
                                  says("Accepted", "True", "Accepted"),
                                  reason("Pending")),
                              status.supportedFeatures()))),
          new Defect(
              "CLASS_GENERATION_STALE",
              "gatewayclass.observed-generation",
              "A GatewayClass's conditions stay at the generation that was seen first.",
              GatewayStatusDefects::staleClassGeneration),
          new Defect(
              "GATEWAY_NEVER_ACCEPTED",
              "gateway.accepted",
              "A healthy Gateway's Accepted condition carries the reason Pending.",
              () -> gatewayConditions(says("Accepted", "True", "Accepted"), reason("Pending"))),
          new Defect(
              "GATEWAY_NEVER_PROGRAMMED",
              "gateway.programmed",
              "A healthy Gateway's Programmed condition carries the reason Pending.",
              () -> gatewayConditions(says("Programmed", "True", "Programmed"), reason("Pending"))),
          new Defect(
              "GATEWAY_ADDRESS_OF_WRONG_TYPE",
              "gateway.address",
              "The Gateway's status gives an IP address with the type Hostname.",
              () ->
                  gateways(
                      (status, _) ->
                          new GatewayStatus(
                              status.gateway(),
                              status.addresses().stream()
                                  .map(address -> new Address("Hostname", address.value()))
                                  .toList(),
                              status.conditions(),
                              status.listeners()))),
          new Defect(
              "GATEWAY_GENERATION_STALE",
              "gateway.observed-generation",
              "A Gateway's own conditions stay at the generation that was seen first.",
              GatewayStatusDefects::staleGeneration),
          new Defect(
              "GATEWAY_WITHOUT_VALID_LISTENER_ACCEPTED",
              "gateway.accepted.no-valid-listener",
              "A Gateway with nothing but invalid listeners is Accepted=True.",
              () ->
                  gatewayConditions(
                      says("Accepted", "False", "ListenersNotValid"),
                      becomes("True", "ListenersNotValid"))),
          new Defect(
              "GATEWAY_INVALID_LISTENER_UNMENTIONED",
              "gateway.accepted.some-listeners-invalid",
              "A Gateway with a valid and an invalid listener gives the reason Accepted.",
              () ->
                  gatewayConditions(
                      says("Accepted", "True", "ListenersNotValid"), reason("Accepted"))),
          new Defect(
              "GATEWAY_PARAMETERS_IGNORED",
              "gateway.accepted.invalid-parameters",
              "infrastructure.parametersRef is passed over and the Gateway is Accepted=True.",
              () ->
                  gatewayConditions(
                      says("Accepted", "False", "InvalidParameters"),
                      becomes("True", "Accepted"))));

  private GatewayStatusDefects() {}

  private static Faults staleGeneration() {
    var first = new FirstGeneration();
    return gateways(
        (status, view) ->
            status.withConditions(first.apply(gateway(status, view), status.conditions())));
  }

  private static Faults staleClassGeneration() {
    var first = new FirstGeneration();
    return Faults.of(
        dev.waymark.controlplane.reconcile.Seams.NONE.withStatus(
            (status, view) ->
                status instanceof ClassStatus found
                    ? new ClassStatus(
                        found.name(),
                        first.apply(
                            Optional.ofNullable(view.classes().get(found.name())),
                            found.conditions()),
                        found.supportedFeatures())
                    : status));
  }
}
