/**
 * HBONE, both ways: TCP connections as streams of HTTP/2 CONNECT within mutual TLS. There is no
 * formal specification; what is here follows what ztunnel and Istio's proxies do on the wire.
 *
 * <p>{@link dev.waymark.dataplane.hbone.HboneServer} takes tunnels in and asks whoever made it what
 * to do with each; {@link dev.waymark.dataplane.hbone.TunnelPool} opens them. Either way a tunnel
 * is a {@link dev.waymark.dataplane.relay.Duplex}. Connections and their streams are confined to
 * their event loop.
 */
@NullMarked
package dev.waymark.dataplane.hbone;

import org.jspecify.annotations.NullMarked;
