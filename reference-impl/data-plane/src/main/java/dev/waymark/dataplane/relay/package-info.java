/**
 * Bytes from one connection to another, both ways, with the end of each direction and with
 * backpressure. What a connection is, a socket or a stream of a tunnel, makes no difference here.
 * Both ends live on one event loop, so that nothing needs a lock and no buffer changes threads.
 */
@NullMarked
package dev.waymark.dataplane.relay;

import org.jspecify.annotations.NullMarked;
