package dev.waymark.dataplane.hbone;

import io.netty.util.NetUtil;
import java.net.InetSocketAddress;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The connection that is tunnelled, as the sender of the tunnel saw it: the one element of a {@code
 * forwarded} header (RFC 7239). For policies and telemetry; nothing is routed by it.
 *
 * @param client who opened the connection
 * @param host the Service that was addressed, if it was one
 */
public record Forwarded(InetSocketAddress client, @Nullable String host) {
  private static final int MAX_LENGTH = 1024;

  /** Reads the first element; empty if it does not name a client's address and port. */
  public static Optional<Forwarded> parse(String text) {
    if (text.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    InetSocketAddress client = null;
    String host = null;
    for (String pair : firstElement(text).split(";")) {
      int equals = pair.indexOf('=');
      if (equals < 1) {
        continue;
      }
      String value = unquoted(pair.substring(equals + 1).strip());
      switch (pair.substring(0, equals).strip().toLowerCase(java.util.Locale.ROOT)) {
        case "for" -> client = address(value);
        case "host" -> host = value.isEmpty() ? null : value;
        default -> {} // by, proto and whatever is yet to be defined
      }
    }
    return client == null ? Optional.empty() : Optional.of(new Forwarded(client, host));
  }

  private static String firstElement(String text) {
    boolean quoted = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"') {
        quoted = !quoted;
      } else if (c == ',' && !quoted) {
        return text.substring(0, i);
      }
    }
    return text;
  }

  private static String unquoted(String value) {
    return value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"")
        ? value.substring(1, value.length() - 1)
        : value;
  }

  private static @Nullable InetSocketAddress address(String text) {
    return Authority.parse(text).orElse(null) instanceof Authority.Address authority
        ? authority.address()
        : null;
  }

  /** The header line. */
  public String format() {
    String line = "for=\"" + NetUtil.toSocketAddressString(client) + "\"";
    return host == null ? line : line + ";host=" + host;
  }
}
