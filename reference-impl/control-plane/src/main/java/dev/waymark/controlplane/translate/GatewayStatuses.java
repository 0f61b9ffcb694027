package dev.waymark.controlplane.translate;

import dev.waymark.controlplane.status.GatewayStatus;
import dev.waymark.controlplane.status.GatewayStatus.Address;
import dev.waymark.controlplane.status.ListenerStatus;
import dev.waymark.controlplane.status.StatusCondition;
import dev.waymark.model.Applied;
import dev.waymark.model.Listener.AttachedRoute;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.Gateway;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a Gateway's status should say, now that its routes and its data plane are known.
 *
 * <p>While the data plane is taking over a change, Programmed stays what it was, of the generation
 * that it was: it says nothing of the new one yet, and whoever waits for the new generation goes on
 * waiting.
 */
final class GatewayStatuses {
  private static final String PROGRAMMED = "Programmed";

  private final Gateway gateway;
  private final TranslatedGateway translated;
  private final List<Address> addresses;
  private final Optional<Applied> applied;
  private final long generation;

  private GatewayStatuses(
      Gateway gateway,
      TranslatedGateway translated,
      List<Address> addresses,
      Optional<Applied> applied) {
    this.gateway = gateway;
    this.translated = translated;
    this.addresses = addresses;
    this.applied = applied;
    this.generation = gateway.getMetadata().getGeneration();
  }

  /**
   * The status.
   *
   * @param applied what became of the configuration that belongs to this Gateway; empty while no
   *     data plane serves it
   * @param routes by the listener's name
   */
  static GatewayStatus of(
      Gateway gateway,
      TranslatedGateway translated,
      List<Address> addresses,
      Optional<Applied> applied,
      Map<String, List<AttachedRoute>> routes) {
    var statuses = new GatewayStatuses(gateway, translated, addresses, applied);
    return new GatewayStatus(
        translated.key(),
        addresses,
        List.of(translated.accepted(), statuses.programmed()),
        translated.listeners().stream()
            .map(
                listener ->
                    statuses.listener(
                        listener, routes.getOrDefault(listener.name(), List.of()).size()))
            .toList());
  }

  private StatusCondition programmed() {
    if (!translated.isAccepted()) {
      return fails("Invalid", "the Gateway is not accepted");
    }
    if (addresses.isEmpty()) {
      return fails("AddressNotAssigned", "the Gateway's Service has no address yet");
    }
    return applied
        .map(
            result ->
                result.unopened().isEmpty() || opensAny(result)
                    ? StatusCondition.holds(PROGRAMMED, PROGRAMMED, generation)
                    : fails("NoResources", "no port can be opened: " + result.unopened()))
        .orElseGet(
            () ->
                before(gateway.getStatus() == null ? null : gateway.getStatus().getConditions())
                    .orElseGet(this::pending));
  }

  private boolean opensAny(Applied result) {
    return translated.listeners().stream()
        .filter(TranslatedListener::isServable)
        .anyMatch(listener -> !result.unopened().containsKey(listener.port()));
  }

  private ListenerStatus listener(TranslatedListener listener, int attachedRoutes) {
    return new ListenerStatus(
        listener.name(),
        listener.kinds(),
        attachedRoutes,
        List.of(
            listener.accepted(),
            programmed(listener),
            listener.resolvedRefs(),
            listener.conflicted()));
  }

  private StatusCondition programmed(TranslatedListener listener) {
    if (!translated.isAccepted()) {
      return fails("Invalid", "the Gateway is not accepted");
    }
    if (!listener.isServable()) {
      return fails(
          "Invalid",
          listener.isAccepted() ? "its references do not resolve" : "the listener is not accepted");
    }
    return applied
        .map(
            result ->
                Optional.ofNullable(result.unopened().get(listener.port()))
                    .map(cause -> fails("Invalid", cause))
                    .orElseGet(() -> StatusCondition.holds(PROGRAMMED, PROGRAMMED, generation)))
        .orElseGet(() -> before(conditionsBefore(listener)).orElseGet(this::pending));
  }

  private List<Condition> conditionsBefore(TranslatedListener listener) {
    return gateway.getStatus() == null
        ? List.of()
        : gateway.getStatus().getListeners().stream()
            .filter(status -> status.getName().equals(listener.name()))
            .findFirst()
            .map(io.fabric8.kubernetes.api.model.gatewayapi.v1.ListenerStatus::getConditions)
            .orElse(List.of());
  }

  /** What Programmed says now, if we wrote it: the CRD's default carries no generation. */
  private static Optional<StatusCondition> before(
      @org.jspecify.annotations.Nullable List<Condition> conditions) {
    return conditions == null
        ? Optional.empty()
        : conditions.stream()
            .filter(condition -> condition.getType().equals(PROGRAMMED))
            .filter(condition -> condition.getObservedGeneration() != null)
            .findFirst()
            .map(
                condition ->
                    new StatusCondition(
                        PROGRAMMED,
                        condition.getStatus(),
                        condition.getReason(),
                        Text.orEmpty(condition.getMessage()),
                        condition.getObservedGeneration()));
  }

  private StatusCondition pending() {
    return fails("Pending", "the data plane has not taken the configuration over yet");
  }

  private StatusCondition fails(String reason, String message) {
    return StatusCondition.fails(PROGRAMMED, reason, message, generation);
  }
}
