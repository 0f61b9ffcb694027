package dev.waymark.dataplane.hbone;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;

/** Where a tunnel shall lead: the {@code :authority} of a CONNECT (RFC 9110 §9.3.6). */
public sealed interface Authority {
  /** From 1 to 65535. */
  int port();

  /**
   * An address and a port: {@code 10.0.0.1:80} or {@code [fd00::1]:80}.
   *
   * @param address resolved
   */
  record Address(InetSocketAddress address) implements Authority {
    public Address {
      if (address.isUnresolved() || address.getPort() == 0) {
        throw new IllegalArgumentException("address: " + address + " (expected: IP and port)");
      }
    }

    @Override
    public int port() {
      return address.getPort();
    }

    @Override
    public String toString() {
      return NetUtil.toSocketAddressString(address);
    }
  }

  /**
   * A host name and a port: {@code cart.shop.svc.cluster.local:80}.
   *
   * @param host in lower case
   */
  record Name(String host, int port) implements Authority {
    public Name {
      if (!isHostName(host) || port < 1 || port > 65535) {
        throw new IllegalArgumentException(
            "authority: '" + host + "', " + port + " (expected: a host name and a port)");
      }
    }

    @Override
    public String toString() {
      return host + ":" + port;
    }
  }

  /** Reads an authority; empty unless it has a host, and a port from 1 to 65535. */
  static Optional<Authority> parse(String text) {
    int colon = text.lastIndexOf(':');
    int port = colon < 1 ? -1 : port(text.substring(colon + 1));
    if (port < 1) {
      return Optional.empty();
    }
    String host = text.substring(0, colon);
    if (host.startsWith("[")) {
      return host.endsWith("]") && host.indexOf(':') > 0
          ? address(host.substring(1, host.length() - 1), port)
          : Optional.empty();
    }
    if (NetUtil.isValidIpV4Address(host)) {
      return address(host, port);
    }
    String name = host.toLowerCase(Locale.ROOT);
    return isHostName(name) ? Optional.of(new Name(name, port)) : Optional.empty();
  }

  private static Optional<Authority> address(String text, int port) {
    byte[] bytes = text.indexOf('%') >= 0 ? null : NetUtil.createByteArrayFromIpAddressString(text);
    if (bytes == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(new Address(new InetSocketAddress(InetAddress.getByAddress(bytes), port)));
    } catch (UnknownHostException e) {
      return Optional.empty();
    }
  }

  private static int port(String digits) {
    if (digits.isEmpty()
        || digits.length() > 5
        || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return -1;
    }
    int port = Integer.parseInt(digits);
    return port <= 65535 ? port : -1;
  }

  /** Labels of letters, digits, dashes and underscores, the last one not all of digits. */
  private static boolean isHostName(String text) {
    if (text.isEmpty() || text.length() > 253) {
      return false;
    }
    String[] labels = text.split("\\.", -1);
    for (String label : labels) {
      if (label.isEmpty()
          || label.length() > 63
          || !label
              .chars()
              .allMatch(
                  c -> c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-' || c == '_')) {
        return false;
      }
    }
    return !labels[labels.length - 1].chars().allMatch(c -> c >= '0' && c <= '9');
  }
}
