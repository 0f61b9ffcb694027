package dev.waymark.dataplane.hops;

import dev.waymark.model.identity.SpiffeId;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One proxy's part in the way of one connection.
 *
 * @param component {@code ztunnel}, {@code waypoint}, {@code gateway} or {@code sidecar}
 * @param node where the proxy runs
 * @param workload for which it acts: the uid of the Pod on its side
 * @param direction seen from that workload
 * @param source the client, as far as the proxy knows
 * @param destination what the client addressed
 * @param sourceIdentity proved by the peer, or by the workload's own certificate; null without one
 * @param destinationIdentity likewise
 * @param accepted how the connection came in
 * @param opened how it went on; null if it did not
 * @param decision what became of it
 * @param start when it came in
 * @param duration until it was over
 * @param bytesSent to the destination
 * @param bytesReceived from the destination
 */
public record Hop(
    String component,
    String node,
    String workload,
    Direction direction,
    InetSocketAddress source,
    InetSocketAddress destination,
    @Nullable SpiffeId sourceIdentity,
    @Nullable SpiffeId destinationIdentity,
    Leg accepted,
    @Nullable Leg opened,
    Decision decision,
    Instant start,
    Duration duration,
    long bytesSent,
    long bytesReceived) {

  /** Seen from the workload for which a proxy acts. */
  public enum Direction {
    INBOUND,
    OUTBOUND
  }

  /**
   * One connection, which is what the hops of two proxies have in common.
   *
   * @param protocol {@code tcp} or {@code hbone}
   * @param local this proxy's end
   * @param remote the other end
   * @param authority what a tunnel was asked for; null for plain connections
   */
  public record Leg(
      String protocol,
      InetSocketAddress local,
      InetSocketAddress remote,
      @Nullable String authority) {
    /** A plain connection. */
    public static Leg tcp(InetSocketAddress local, InetSocketAddress remote) {
      return new Leg("tcp", local, remote, null);
    }

    /** A tunnel. */
    public static Leg hbone(InetSocketAddress local, InetSocketAddress remote, String authority) {
      return new Leg("hbone", local, remote, authority);
    }
  }

  /** What became of a connection. */
  public sealed interface Decision {
    /** It was carried on. */
    record Forwarded() implements Decision {}

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
