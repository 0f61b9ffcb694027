package dev.waymark.dataplane.hbone;

import dev.waymark.dataplane.relay.Duplex;
import java.net.SocketAddress;

/**
 * A tunnel that the peer has agreed to.
 *
 * @param peer what the peer says of the workload at the other end
 * @param local this side's end of the connection that the tunnel shares with others
 * @param stream which of that connection's streams it is
 */
public record OpenTunnel(Duplex tunnel, Baggage peer, SocketAddress local, int stream) {}
