/**
 * HTTP/2 on the wire (RFC 9113), on both sides: Netty does frames, HPACK and flow control, and
 * calls back per frame. There is no channel per stream: that would cost more than all the rest of a
 * request.
 */
@NullMarked
package dev.waymark.dataplane.http2;

import org.jspecify.annotations.NullMarked;
