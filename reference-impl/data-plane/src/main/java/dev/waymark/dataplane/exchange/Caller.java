package dev.waymark.dataplane.exchange;

import dev.waymark.dataplane.hops.Hop;
import java.net.InetSocketAddress;

/**
 * Who is at the other end of a connection that came by way of a mesh.
 *
 * @param client who opened it, with the identity that is proved for it
 * @param destination what it was opened to
 * @param accepted how it came in
 */
public record Caller(Hop.Party client, InetSocketAddress destination, Hop.Leg accepted) {}
