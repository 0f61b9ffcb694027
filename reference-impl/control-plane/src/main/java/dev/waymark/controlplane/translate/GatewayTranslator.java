package dev.waymark.controlplane.translate;

import dev.waymark.controlplane.status.StatusCondition;
import dev.waymark.controlplane.view.Lookup;
import dev.waymark.model.GatewayKey;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.Gateway;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.GatewaySpecAddress;
import java.util.List;
import java.util.Optional;

/** Whether a Gateway is accepted, and its listeners. */
final class GatewayTranslator {
  private GatewayTranslator() {}

  static TranslatedGateway translate(Gateway gateway, Lookup lookup) {
    List<TranslatedListener> listeners = ListenerTranslator.translate(gateway, lookup);
    return new TranslatedGateway(
        new GatewayKey(gateway.getMetadata().getNamespace(), gateway.getMetadata().getName()),
        accepted(gateway, listeners),
        listeners);
  }

  private static StatusCondition accepted(Gateway gateway, List<TranslatedListener> listeners) {
    long generation = gateway.getMetadata().getGeneration();
    return unusableParameters(gateway)
        .map(message -> StatusCondition.fails("Accepted", "InvalidParameters", message, generation))
        .or(
            () ->
                unsupportedAddress(gateway)
                    .map(
                        message ->
                            StatusCondition.fails(
                                "Accepted", "UnsupportedAddress", message, generation)))
        .orElseGet(() -> accepted(listeners, generation));
  }

  private static Optional<String> unusableParameters(Gateway gateway) {
    var infrastructure = gateway.getSpec().getInfrastructure();
    if (infrastructure != null && infrastructure.getParametersRef() != null) {
      var ref = infrastructure.getParametersRef();
      return Optional.of(
          "spec.infrastructure.parametersRef: %s.%s is not supported, leave it out"
              .formatted(ref.getKind(), ref.getGroup()));
    }
    var tls = gateway.getSpec().getTls();
    return tls != null && tls.getBackend() != null
        ? Optional.of("spec.tls.backend: TLS to backends is not supported, leave it out")
        : Optional.empty();
  }

  /**
   * Addresses are assigned, not chosen: an entry may only ask for an IP address, whichever it is.
   */
  private static Optional<String> unsupportedAddress(Gateway gateway) {
    return gateway.getSpec().getAddresses().stream()
        .filter(GatewayTranslator::isChosen)
        .findFirst()
        .map(
            address ->
                "spec.addresses: %s %s can't be assigned, leave the value out"
                    .formatted(address.getType(), Text.orEmpty(address.getValue())));
  }

  private static boolean isChosen(GatewaySpecAddress address) {
    return !Text.or(address.getType(), "IPAddress").equals("IPAddress")
        || !Text.orEmpty(address.getValue()).isEmpty();
  }

  private static StatusCondition accepted(List<TranslatedListener> listeners, long generation) {
    List<String> refused =
        listeners.stream()
            .filter(listener -> !listener.isAccepted())
            .map(TranslatedListener::name)
            .toList();
    if (refused.isEmpty()) {
      return StatusCondition.holds("Accepted", "Accepted", generation);
    }
    String message = "not valid: listeners " + String.join(", ", refused);
    return refused.size() < listeners.size()
        ? StatusCondition.holds("Accepted", "ListenersNotValid", message, generation)
        : StatusCondition.fails("Accepted", "ListenersNotValid", message, generation);
  }
}
