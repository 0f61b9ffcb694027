/**
 * The way to backends: which endpoint takes a request, and the connections to it, pooled per event
 * loop and backend and shared by all routes that name the backend.
 */
@NullMarked
package dev.waymark.dataplane.upstream;

import org.jspecify.annotations.NullMarked;
