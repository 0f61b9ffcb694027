package dev.waymark.dataplane.hbone;

import java.time.Duration;

/**
 * How much of everything tunnels take, and how long they wait. Immutable.
 *
 * @param streamWindow bytes of one stream that may be on their way, in each direction
 * @param connectionWindow bytes of all streams of a connection: what a peer can make us hold
 * @param frame largest frame's payload, in bytes
 * @param streamsServed at once on a connection from a peer
 * @param streamsOpened at once on a connection to a peer, before another one is made
 * @param requestBytes of a CONNECT's head
 * @param responseBytes of the head that answers it
 * @param pingEvery how often a connection's peer must show that it lives
 * @param pingTimeout how long it may take to
 * @param connect TCP connection, to a peer or to where a tunnel leads
 * @param handshake TLS, and the peer's SETTINGS
 * @param idle of a connection to a peer, without streams
 * @param drain how long streams may live on when a server stops
 */
public record HboneLimits(
    int streamWindow,
    int connectionWindow,
    int frame,
    int streamsServed,
    int streamsOpened,
    int requestBytes,
    int responseBytes,
    Duration pingEvery,
    Duration pingTimeout,
    Duration connect,
    Duration handshake,
    Duration idle,
    Duration drain) {

  /** The defaults of ztunnel. */
  public static final HboneLimits DEFAULT =
      new HboneLimits(
          4 * 1024 * 1024,
          16 * 1024 * 1024,
          1024 * 1024,
          200,
          100,
          64 * 1024,
          16 * 1024,
          Duration.ofSeconds(10),
          Duration.ofSeconds(20),
          Duration.ofSeconds(10),
          Duration.ofSeconds(10),
          Duration.ofMinutes(5),
          Duration.ofSeconds(5));

  /** These limits with other windows, in bytes. */
  public HboneLimits withWindows(int stream, int connection) {
    return new HboneLimits(
        stream,
        connection,
        frame,
        streamsServed,
        streamsOpened,
        requestBytes,
        responseBytes,
        pingEvery,
        pingTimeout,
        connect,
        handshake,
        idle,
        drain);
  }

  /** These limits with other proofs of life. */
  public HboneLimits withPing(Duration every, Duration timeout) {
    return new HboneLimits(
        streamWindow,
        connectionWindow,
        frame,
        streamsServed,
        streamsOpened,
        requestBytes,
        responseBytes,
        every,
        timeout,
        connect,
        handshake,
        idle,
        drain);
  }

  /** These limits with other times for idle connections and for draining. */
  public HboneLimits withIdleAndDrain(Duration idleTime, Duration drainTime) {
    return new HboneLimits(
        streamWindow,
        connectionWindow,
        frame,
        streamsServed,
        streamsOpened,
        requestBytes,
        responseBytes,
        pingEvery,
        pingTimeout,
        connect,
        handshake,
        idleTime,
        drainTime);
  }
}
