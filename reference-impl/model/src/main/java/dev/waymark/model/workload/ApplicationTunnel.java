package dev.waymark.model.workload;

/**
 * The port on which a workload takes what was tunnelled to it, whatever the tunnel's target: how a
 * waypoint that knows nothing of HBONE gets its traffic.
 *
 * @param protocol what comes first on a connection
 * @param port of the workload, 0 to keep the target's
 */
public record ApplicationTunnel(Protocol protocol, int port) {
  public ApplicationTunnel {
    if (port < 0 || port > 65535) {
      throw new IllegalArgumentException("port: " + port + " (expected: 0 to 65535)");
    }
  }

  /** What a connection begins with. */
  public enum Protocol {
    /** The client's bytes. */
    NONE,
    /** A PROXY header, version 2, that tells between whom the connection is. */
    PROXY
  }
}
