package dev.waymark.controlplane.translate;

import dev.waymark.controlplane.status.StatusCondition;
import dev.waymark.model.HostPattern;
import dev.waymark.model.ServerCertificate;
import java.util.List;

/**
 * A listener by itself, before it is known which routes it takes.
 *
 * @param kinds the kinds of routes that it can carry and was asked to
 * @param accepted its condition Accepted
 * @param conflicted its condition Conflicted
 * @param resolvedRefs its condition ResolvedRefs
 * @param certificates those that can be used, for HTTPS
 */
record TranslatedListener(
    String name,
    int port,
    Protocol protocol,
    HostPattern host,
    List<String> kinds,
    AllowedNamespaces namespaces,
    StatusCondition accepted,
    StatusCondition conflicted,
    StatusCondition resolvedRefs,
    List<ServerCertificate> certificates) {
  /** What a listener speaks. */
  enum Protocol {
    HTTP,
    HTTPS,
    UNSUPPORTED
  }

  /** Whether the Gateway takes the listener on, though it may have nothing to serve with. */
  boolean isAccepted() {
    return accepted.isTrue();
  }

  /** Whether the data plane can be told to serve it. */
  boolean isServable() {
    return isAccepted()
        && !kinds.isEmpty()
        && (protocol == Protocol.HTTP || !certificates.isEmpty());
  }

  TranslatedListener refused(StatusCondition newAccepted, StatusCondition newConflicted) {
    return new TranslatedListener(
        name,
        port,
        protocol,
        host,
        kinds,
        namespaces,
        newAccepted,
        newConflicted,
        resolvedRefs,
        certificates);
  }
}
