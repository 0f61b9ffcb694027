package dev.waymark.kit.hops;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What one proxy tells of one connection, or of one request where it reads requests.
 *
 * @param start when it came in
 * @param component {@code ztunnel}, {@code waypoint}, {@code gateway} or {@code sidecar}
 * @param workload for which the proxy acts, as the mesh names it: {@code
 *     Kubernetes//Pod/NAMESPACE/NAME}
 * @param direction {@code inbound} or {@code outbound}, seen from that workload
 * @param source who opened it
 * @param destination what it was opened to
 * @param accepted how it came in
 * @param opened how it went on; null if it did not
 * @param request what was asked for; null for proxies that don't read requests
 * @param decision {@code forwarding}, {@code forwarded}, {@code answered}, {@code denied} or {@code
 *     failed}
 * @param reason why it was denied, or failed; empty otherwise
 * @param duration how long it took so far, as the proxy writes it; empty where it does not
 */
public record Hop(
    Instant start,
    String component,
    String workload,
    String direction,
    Party source,
    Party destination,
    Leg accepted,
    @Nullable Leg opened,
    @Nullable Request request,
    String decision,
    String reason,
    String duration) {

  /**
   * One end of the way.
   *
   * @param address {@code IP:PORT}
   * @param identity a SPIFFE ID; empty if none is proved
   */
  public record Party(String address, String identity) {}

  /**
   * One connection, which two proxies have in common.
   *
   * @param protocol {@code tcp} or {@code hbone}
   * @param local the proxy's end, {@code IP:PORT}
   * @param remote the other end
   * @param authority of a tunnel; empty for others
   * @param stream of HTTP/2 for a tunnel; 0 for others
   */
  public record Leg(String protocol, String local, String remote, String authority, int stream) {
    /** Whether a proxy that opened this and one that accepted that speak of the same. */
    boolean leadsTo(Leg accepted) {
      return protocol.equals(accepted.protocol)
          && local.equals(accepted.remote)
          && stream == accepted.stream;
    }
  }

  /** An HTTP request and the status of its response. */
  public record Request(String method, String host, String path, int status) {}

  private static final String POD = "//Pod/";

  /**
   * {@code NAMESPACE/NAME} of the Pod that the workload is; the workload as it is, if it is none.
   */
  public String pod() {
    int kind = workload.indexOf(POD);
    return kind < 0 ? workload : workload.substring(kind + POD.length());
  }

  /** The decision, where it does not matter whether the connection is over. */
  public String outcome() {
    return decision.equals("forwarding") ? "forwarded" : decision;
  }

  /** Whether a connection goes on, or was carried to its end. */
  public boolean isCarried() {
    return outcome().equals("forwarded");
  }
}
