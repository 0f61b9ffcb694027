package dev.waymark.mesh.discovery;

import java.net.URI;
import java.net.URISyntaxException;

/**
 * Where a service of the control plane is.
 *
 * @param host a name or an address, looked up anew for each connection
 * @param serverName that its certificate must be for
 */
record ServerAddress(String host, int port, String serverName) {
  private static final int HTTPS = 443;

  /**
   * Reads an address.
   *
   * @param setting what it is called, for the complaint
   * @param alternativeName for which the certificate is if not for the host; empty if it is
   * @throws IllegalArgumentException if the value is no {@code https://HOST:PORT}
   */
  static ServerAddress parse(String setting, String value, String alternativeName) {
    try {
      URI uri = new URI(value);
      if ("https".equals(uri.getScheme()) && uri.getHost() != null && uri.getRawPath().isEmpty()) {
        String host = uri.getHost().replaceAll("[\\[\\]]", ""); // of an IPv6 address
        return new ServerAddress(
            host,
            uri.getPort() < 0 ? HTTPS : uri.getPort(),
            alternativeName.isEmpty() ? host : alternativeName);
      }
    } catch (URISyntaxException _) {
      // As below.
    }
    throw new IllegalArgumentException(
        setting
            + ": '"
            + value
            + "' (expected: https://HOST:PORT; nothing goes there in the clear)");
  }
}
