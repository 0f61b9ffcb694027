/**
 * The proxy of a node, which speaks for all its Pods: takes what their programs send, carries it
 * through tunnels under the identity of each, and admits what arrives by policy. It knows
 * connections and no requests. Decisions are pure functions of what is known of the mesh; sockets
 * are opened by the Pods' own networks.
 */
@NullMarked
package dev.waymark.dataplane.ztunnel;

import org.jspecify.annotations.NullMarked;
