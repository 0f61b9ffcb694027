package dev.waymark.dataplane.gateway;

import dev.waymark.dataplane.routing.PortRoutes;
import dev.waymark.dataplane.tls.CertificateCache;
import dev.waymark.dataplane.tls.TlsTable;
import dev.waymark.model.Port;
import dev.waymark.model.Scheme;
import org.jspecify.annotations.Nullable;

/**
 * What a port serves, compiled. Immutable.
 *
 * @param tls there if and only if the scheme is https
 */
record PortState(Scheme scheme, PortRoutes routes, @Nullable TlsTable tls) {
  static PortState of(Port port, CertificateCache certificates) {
    return switch (port) {
      case Port.Http http -> new PortState(Scheme.HTTP, PortRoutes.of(http), null);
      case Port.Https https ->
          new PortState(Scheme.HTTPS, PortRoutes.of(https), certificates.table(https));
    };
  }
}
