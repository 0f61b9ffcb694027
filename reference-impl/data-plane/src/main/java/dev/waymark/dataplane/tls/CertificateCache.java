package dev.waymark.dataplane.tls;

import dev.waymark.model.GatewayConfig;
import dev.waymark.model.Port;
import dev.waymark.model.ServerCertificate;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The certificates of a gateway, each made ready once: a change of routes must not cost what
 * parsing keys costs. Not thread-safe; for whoever compiles configurations.
 */
public final class CertificateCache {
  private final Map<ServerCertificate, ServedCertificate> served = new HashMap<>();

  /** Compiles the certificates of a port. */
  public TlsTable table(Port.Https port) {
    return TlsTable.of(
        port, certificate -> served.computeIfAbsent(certificate, ServedCertificate::of));
  }

  /** Forgets what a configuration does not mention. */
  public void retain(GatewayConfig config) {
    Set<ServerCertificate> mentioned =
        config.ports().stream()
            .filter(Port.Https.class::isInstance)
            .flatMap(port -> ((Port.Https) port).tlsListeners().stream())
            .flatMap(listener -> listener.certificates().stream())
            .collect(Collectors.toSet());
    served.keySet().retainAll(mentioned);
  }
}
