/**
 * One request and its response, between the client's codec and the backend's: asks the routing
 * table, makes the route's changes, answers itself where there is nothing to forward, and passes
 * bodies on only as fast as the other side takes them. Knows no wire format. All calls on one
 * exchange come from one event loop.
 */
@NullMarked
package dev.waymark.dataplane.exchange;

import org.jspecify.annotations.NullMarked;
