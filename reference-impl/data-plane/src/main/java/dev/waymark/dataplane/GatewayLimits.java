package dev.waymark.dataplane;

import java.time.Duration;

/**
 * How much of everything a gateway takes, and how long it waits. Immutable; one value for all
 * connections of a gateway. A duration of zero means no limit.
 *
 * @param headBytes of a request's or response's head: 431 or 502 above it
 * @param headFields header fields in a head: 431 or 502 above it
 * @param targetBytes of a request target: 414 above it
 * @param bodyBytes of a request's body: 413 above it; zero for any size
 * @param connections from clients, per event loop; those above it are closed at once
 * @param streams that a client may have open at once on an HTTP/2 connection
 * @param handshake TLS handshake, from the connection's begin
 * @param head from the first byte of a request's head, or from the connection's begin, to the
 *     head's end: 408
 * @param idle of a client's connection between requests, and without progress within a body, in
 *     either direction
 * @param connect to an endpoint
 * @param response from the end of a request, or its last progress, to the backend's next byte: 504
 * @param upstreamIdle of a pooled connection to a backend
 * @param upstreamConnections to one endpoint, per event loop: 503 above it
 * @param upstreamPooled idle ones kept to one endpoint, per event loop
 * @param linger how long a refused client may take to read the refusal before its connection is
 *     reset
 * @param drain how long requests in flight may take when the gateway stops
 */
public record GatewayLimits(
    int headBytes,
    int headFields,
    int targetBytes,
    long bodyBytes,
    int connections,
    int streams,
    Duration handshake,
    Duration head,
    Duration idle,
    Duration connect,
    Duration response,
    Duration upstreamIdle,
    int upstreamConnections,
    int upstreamPooled,
    Duration linger,
    Duration drain) {

  /**
   * What a gateway takes unless told otherwise: the customary sizes and times of proxies in the
   * field.
   */
  public static final GatewayLimits DEFAULT =
      new GatewayLimits(
          64 * 1024,
          128,
          16 * 1024,
          0,
          65_536,
          128,
          Duration.ofSeconds(10),
          Duration.ofSeconds(10),
          Duration.ofSeconds(60),
          Duration.ofSeconds(5),
          Duration.ofSeconds(60),
          Duration.ofSeconds(30),
          4096,
          256,
          Duration.ofSeconds(2),
          Duration.ofSeconds(10));

  public GatewayLimits {
    positive("headBytes", headBytes);
    positive("headFields", headFields);
    positive("targetBytes", targetBytes);
    positive("connections", connections);
    positive("streams", streams);
    positive("upstreamConnections", upstreamConnections);
    if (bodyBytes < 0 || upstreamPooled < 0) {
      throw new IllegalArgumentException("bodyBytes and upstreamPooled can't be negative");
    }
  }

  private static void positive(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + ": " + value + " (expected: 1 or more)");
    }
  }

  /** These limits with another size of bodies. */
  public GatewayLimits withBodyBytes(long value) {
    return new GatewayLimits(
        headBytes,
        headFields,
        targetBytes,
        value,
        connections,
        streams,
        handshake,
        head,
        idle,
        connect,
        response,
        upstreamIdle,
        upstreamConnections,
        upstreamPooled,
        linger,
        drain);
  }

  /** These limits with another time for TLS handshakes. */
  public GatewayLimits withHandshake(Duration value) {
    return new GatewayLimits(
        headBytes,
        headFields,
        targetBytes,
        bodyBytes,
        connections,
        streams,
        value,
        head,
        idle,
        connect,
        response,
        upstreamIdle,
        upstreamConnections,
        upstreamPooled,
        linger,
        drain);
  }

  /** These limits with another time for heads. */
  public GatewayLimits withHead(Duration value) {
    return new GatewayLimits(
        headBytes,
        headFields,
        targetBytes,
        bodyBytes,
        connections,
        streams,
        handshake,
        value,
        idle,
        connect,
        response,
        upstreamIdle,
        upstreamConnections,
        upstreamPooled,
        linger,
        drain);
  }

  /** These limits with another time for idle clients. */
  public GatewayLimits withIdle(Duration value) {
    return new GatewayLimits(
        headBytes,
        headFields,
        targetBytes,
        bodyBytes,
        connections,
        streams,
        handshake,
        head,
        value,
        connect,
        response,
        upstreamIdle,
        upstreamConnections,
        upstreamPooled,
        linger,
        drain);
  }

  /** These limits with another time for backends to respond. */
  public GatewayLimits withResponse(Duration value) {
    return new GatewayLimits(
        headBytes,
        headFields,
        targetBytes,
        bodyBytes,
        connections,
        streams,
        handshake,
        head,
        idle,
        connect,
        value,
        upstreamIdle,
        upstreamConnections,
        upstreamPooled,
        linger,
        drain);
  }

  /** These limits with another time to drain. */
  public GatewayLimits withDrain(Duration value) {
    return new GatewayLimits(
        headBytes,
        headFields,
        targetBytes,
        bodyBytes,
        connections,
        streams,
        handshake,
        head,
        idle,
        connect,
        response,
        upstreamIdle,
        upstreamConnections,
        upstreamPooled,
        linger,
        value);
  }
}
