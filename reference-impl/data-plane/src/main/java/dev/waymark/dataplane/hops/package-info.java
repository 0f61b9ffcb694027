/**
 * What proxies tell of the connections and requests that pass through them, so that a path can be
 * put together from the hops of all: for people, and for whoever judges a mesh by it.
 */
@NullMarked
package dev.waymark.dataplane.hops;

import org.jspecify.annotations.NullMarked;
