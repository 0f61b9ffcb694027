package dev.waymark.model.waypoint;

/** How connections come to a waypoint. */
public sealed interface Inbound {
  /** In tunnels, which it takes itself, under its own identity. */
  record Hbone() implements Inbound {}

  /**
   * From its node's proxy, which takes the tunnels in its stead, and says in a PROXY header between
   * whom a connection is. So go the waypoint's own connections, too: through that proxy.
   *
   * @param port of the Pod's localhost
   */
  record Proxied(int port) implements Inbound {
    public Proxied {
      if (port < 1 || port > 65535) {
        throw new IllegalArgumentException("port: " + port + " (expected: 1 to 65535)");
      }
    }
  }
}
