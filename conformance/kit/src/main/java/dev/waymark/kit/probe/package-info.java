/**
 * Speaks HTTP/1.1, HTTP/2 and TLS on the wire, and reads answers strictly.
 *
 * <p>The kit judges with this client, so it shares no code with what it judges, forgives nothing
 * that a standard forbids, adds nothing to a request, and reports whatever the network or the peer
 * did as data: {@link dev.waymark.kit.probe.HttpProbe} for requests, {@link
 * dev.waymark.kit.probe.RawProbe} for bytes that no well-behaved client would send.
 *
 * <p>Calls block, on sockets of the JDK; they are meant for virtual threads.
 */
@NullMarked
package dev.waymark.kit.probe;

import org.jspecify.annotations.NullMarked;
