package dev.waymark.dataplane.hops;

import dev.waymark.model.identity.SpiffeId;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One proxy's part in the way of one connection, or of one request where it reads requests.
 *
 * @param proxy whose part
 * @param number of the connection among those of the proxy: what is said of it when it goes on, and
 *     when it is over, has the same
 * @param direction seen from the proxy's workload
 * @param source who opened it
 * @param destination what it was opened to
 * @param accepted how it came in
 * @param opened how it went on; null if it did not
 * @param request of a proxy that reads requests; null for others
 * @param decision what becomes of it
 * @param start when it came in
 * @param duration from then on, until this was said
 * @param bytesSent to the destination
 * @param bytesReceived from the destination
 */
public record Hop(
    Proxy proxy,
    long number,
    Direction direction,
    Party source,
    Party destination,
    Leg accepted,
    @Nullable Leg opened,
    @Nullable Request request,
    Decision decision,
    Instant start,
    Duration duration,
    long bytesSent,
    long bytesReceived) {

  /**
   * Who tells.
   *
   * @param component {@code ztunnel}, {@code waypoint}, {@code gateway} or {@code sidecar}
   * @param node where it runs; empty if it does not matter
   * @param workload for which it acts: the uid of the Pod on its side
   */
  public record Proxy(String component, String node, String workload) {}

  /** Seen from the workload for which a proxy acts. */
  public enum Direction {
    INBOUND,
    OUTBOUND
  }

  /**
   * One end of the way.
   *
   * @param address as far as the proxy knows
   * @param identity proved by the peer, or by the workload's own certificate; null without one
   */
  public record Party(InetSocketAddress address, @Nullable SpiffeId identity) {}

  /**
   * One connection, which is what the hops of two proxies have in common.
   *
   * @param protocol {@code tcp} or {@code hbone}
   * @param local this proxy's end
   * @param remote the other end
   * @param tunnel which of those in the connection; null for a plain one
   */
  public record Leg(
      String protocol, InetSocketAddress local, InetSocketAddress remote, @Nullable Tunnel tunnel) {
    /** A plain connection. */
    public static Leg tcp(InetSocketAddress local, InetSocketAddress remote) {
      return new Leg("tcp", local, remote, null);
    }

    /** A tunnel. */
    public static Leg hbone(
        InetSocketAddress local, InetSocketAddress remote, String authority, int stream) {
      return new Leg("hbone", local, remote, new Tunnel(authority, stream));
    }
  }

  /**
   * One of the tunnels that share a connection.
   *
   * @param authority what it was asked for
   * @param stream of HTTP/2; 0 if it was never opened
   */
  public record Tunnel(String authority, int stream) {}

  /**
   * A request, as it was routed.
   *
   * @param status of the response
   */
  public record Request(String method, String host, String path, int status) {}

  /** What becomes of a connection, or of a request. */
  public sealed interface Decision {
    /** It goes on; more is said when it is over. */
    record Forwarding() implements Decision {}

    /** It was carried, and is over. */
    record Forwarded() implements Decision {}

    /** The proxy answered itself: as its configuration asks for, or because nothing matched. */
    record Answered() implements Decision {}

    /**
     * A policy forbids it.
     *
     * @param reason names the policy
     */
    record Denied(String reason) implements Decision {}

    /**
     * It could not be carried on.
     *
     * @param reason what failed
     */
    record Failed(String reason) implements Decision {}
  }
}
