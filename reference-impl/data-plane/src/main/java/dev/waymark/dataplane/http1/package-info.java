/**
 * HTTP/1.1 on the wire (RFC 9112), read by a parser of the gateway's own: each byte of a head is
 * looked at once, and whatever two recipients might understand differently is refused, because a
 * gateway that guesses can be made to smuggle requests.
 */
@NullMarked
package dev.waymark.dataplane.http1;

import org.jspecify.annotations.NullMarked;
