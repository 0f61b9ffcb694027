/**
 * The data plane: from the model to traffic. This package holds what whoever assembles a gateway
 * hands in: the network to open sockets on, and the limits. {@link
 * dev.waymark.dataplane.gateway.GatewayEngine} is the way in.
 *
 * <p>A mesh's connections are carried beside it: {@code identity} proves who speaks, {@code hbone}
 * takes and opens tunnels, {@code relay} joins what they carry with a socket.
 *
 * <p>The way of a request: {@code http1} or {@code http2} decodes it, {@code exchange} asks {@code
 * routing} what to do and carries it out over a connection from {@code upstream}. All of it runs on
 * the event loop that accepted the connection; nothing is shared between loops but immutable
 * tables.
 */
@NullMarked
package dev.waymark.dataplane;

import org.jspecify.annotations.NullMarked;
