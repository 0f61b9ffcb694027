package dev.waymark.dataplane.hbone;

import dev.waymark.dataplane.relay.Duplex;

/**
 * A tunnel that the peer has agreed to.
 *
 * @param peer what the peer says of the workload at the other end
 */
public record OpenTunnel(Duplex tunnel, Baggage peer) {}
