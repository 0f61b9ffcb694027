package dev.waymark.model;

import java.util.HashSet;
import java.util.List;

/**
 * One TCP port of a gateway and the listeners that share it. A request belongs to the listener with
 * the most specific host pattern that matches its host, and only to that one: routes of less
 * specific listeners never see it.
 */
public sealed interface Port {
  /** The port, 1 to 65535. */
  int number();

  /** What listens here, without regard to TLS; never empty, host patterns all different. */
  List<Listener> listeners();

  /**
   * Cleartext HTTP: HTTP/1.1, or HTTP/2 by prior knowledge. The listener is chosen by the request's
   * host.
   */
  record Http(int number, List<Listener> listeners) implements Port {
    public Http {
      requirePort(number);
      listeners = List.copyOf(listeners);
      requireDistinctHosts(number, listeners);
    }
  }

  /**
   * HTTP over TLS, terminated here. The certificate is chosen by the TLS server name among the
   * listeners, as a host is. A request whose host belongs to another listener than the connection's
   * server name is misdirected (RFC 9110 §15.5.20). A connection whose server name no listener
   * matches is refused.
   */
  record Https(int number, List<TlsListener> tlsListeners) implements Port {
    public Https {
      requirePort(number);
      tlsListeners = List.copyOf(tlsListeners);
      requireDistinctHosts(number, tlsListeners.stream().map(TlsListener::http).toList());
    }

    @Override
    public List<Listener> listeners() {
      return tlsListeners.stream().map(TlsListener::http).toList();
    }
  }

  /**
   * A listener and the certificates that it serves.
   *
   * @param certificates at least one; the first whose names match the TLS server name is served,
   *     else the first
   */
  record TlsListener(Listener http, List<ServerCertificate> certificates) {
    public TlsListener {
      certificates = List.copyOf(certificates);
      if (certificates.isEmpty()) {
        throw new IllegalArgumentException("listener " + http.name() + " needs a certificate");
      }
    }
  }

  private static void requirePort(int number) {
    if (number < 1 || number > 65535) {
      throw new IllegalArgumentException("port: " + number + " (expected: 1 to 65535)");
    }
  }

  private static void requireDistinctHosts(int number, List<Listener> listeners) {
    if (listeners.isEmpty()) {
      throw new IllegalArgumentException("port " + number + " needs a listener");
    }
    var seen = new HashSet<HostPattern>();
    for (Listener listener : listeners) {
      if (!seen.add(listener.host())) {
        throw new IllegalArgumentException(
            "two listeners of port " + number + " have the host " + listener.host());
      }
    }
  }
}
