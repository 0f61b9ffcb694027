/**
 * The PROXY protocol, version 2, for TCP: what a proxy writes in front of a connection's bytes, so
 * that who accepts it knows between whom it really is. Source: HAProxy's proxy-protocol.txt. A mesh
 * adds the identity of the source, in a TLV of its own.
 */
@NullMarked
package dev.waymark.dataplane.proxyprotocol;

import org.jspecify.annotations.NullMarked;
