package dev.waymark.dataplane.hbone;

import dev.waymark.model.identity.SpiffeId;
import java.net.InetSocketAddress;

/**
 * Someone asks for a tunnel: all that a decision may rest on.
 *
 * @param peer proved by its certificate
 * @param peerAddress the other end of the tunnel's TCP connection
 * @param localAddress what that connection was made to
 * @param connect what the peer asks for, and says of itself
 * @param stream which of the connection's streams it would be
 */
public record TunnelRequest(
    SpiffeId peer,
    InetSocketAddress peerAddress,
    InetSocketAddress localAddress,
    ConnectRequest connect,
    int stream) {

  /** Who opened the tunnelled connection, as far as the peer says so; else the peer. */
  public InetSocketAddress client() {
    Forwarded forwarded = connect.forwarded();
    return forwarded == null ? peerAddress : forwarded.client();
  }
}
