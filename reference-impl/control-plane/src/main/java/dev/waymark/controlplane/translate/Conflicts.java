package dev.waymark.controlplane.translate;

import dev.waymark.controlplane.status.StatusCondition;
import dev.waymark.controlplane.translate.TranslatedListener.Protocol;
import java.util.List;
import java.util.Optional;

/**
 * Listeners of one Gateway that can't share their port: of two protocols, or for the same host. All
 * of them are refused, for the standard forbids to choose a winner among them.
 */
final class Conflicts {
  private Conflicts() {}

  static List<TranslatedListener> refuse(List<TranslatedListener> listeners, long generation) {
    return listeners.stream()
        .map(
            listener ->
                conflict(listener, listeners)
                    .map(conflict -> refuse(listener, conflict, generation))
                    .orElse(listener))
        .toList();
  }

  private record Conflict(String reason, TranslatedListener other) {}

  private static Optional<Conflict> conflict(
      TranslatedListener listener, List<TranslatedListener> all) {
    if (listener.protocol() == Protocol.UNSUPPORTED) {
      return Optional.empty();
    }
    List<TranslatedListener> neighbours =
        all.stream()
            .filter(other -> !other.name().equals(listener.name()))
            .filter(other -> other.port() == listener.port())
            .filter(other -> other.protocol() != Protocol.UNSUPPORTED)
            .toList();
    return neighbours.stream()
        .filter(other -> other.protocol() != listener.protocol())
        .findFirst()
        .map(other -> new Conflict("ProtocolConflict", other))
        .or(
            () ->
                neighbours.stream()
                    .filter(other -> other.host().equals(listener.host()))
                    .findFirst()
                    .map(other -> new Conflict("HostnameConflict", other)));
  }

  private static TranslatedListener refuse(
      TranslatedListener listener, Conflict conflict, long generation) {
    String message =
        "listener "
            + conflict.other().name()
            + " has the same port "
            + listener.port()
            + (conflict.reason().equals("HostnameConflict")
                ? " and host"
                : " and another protocol");
    return listener.refused(
        StatusCondition.fails("Accepted", conflict.reason(), message, generation),
        StatusCondition.holds("Conflicted", conflict.reason(), message, generation));
  }
}
