/**
 * From the model to a table that answers, for a request's head, what to do with it. A table is
 * built once per change of configuration, never changed after, and shared by all event loops.
 * Matching looks the host and the path up; only rules for the same path are gone through one by
 * one. No I/O.
 */
@NullMarked
package dev.waymark.dataplane.routing;

import org.jspecify.annotations.NullMarked;
