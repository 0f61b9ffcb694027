package dev.waymark.dataplane.tls;

import dev.waymark.dataplane.routing.HostTable;
import dev.waymark.model.HostPattern;
import dev.waymark.model.Port;
import dev.waymark.model.ServerCertificate;
import io.netty.handler.ssl.SslContext;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Which certificate answers which server name on a port. Immutable: a new certificate comes with a
 * new table, and connections that were made with the old one live on.
 */
public final class TlsTable {
  private final HostTable<List<ServedCertificate>> listeners;

  private TlsTable(HostTable<List<ServedCertificate>> listeners) {
    this.listeners = listeners;
  }

  static TlsTable of(Port.Https port, Function<ServerCertificate, ServedCertificate> served) {
    Map<HostPattern, List<ServedCertificate>> byHost = new LinkedHashMap<>();
    for (Port.TlsListener listener : port.tlsListeners()) {
      byHost.put(listener.http().host(), listener.certificates().stream().map(served).toList());
    }
    return new TlsTable(new HostTable<>(byHost));
  }

  /**
   * The certificate for a server name: the first of its listener that is for the name, else the
   * listener's first.
   *
   * @param serverName in lower case; empty where the client sent none
   * @return null if no listener is for the name
   */
  public @Nullable SslContext contextFor(String serverName) {
    byte[] name = serverName.getBytes(StandardCharsets.ISO_8859_1);
    List<ServedCertificate> certificates = listeners.mostSpecific(name, 0, name.length);
    if (certificates == null) {
      return null;
    }
    for (ServedCertificate certificate : certificates) {
      if (certificate.isFor(serverName)) {
        return certificate.context();
      }
    }
    return certificates.getFirst().context();
  }
}
