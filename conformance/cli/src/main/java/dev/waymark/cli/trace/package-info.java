/** Requests in a mesh, and the paths that they take, for people to look at. */
@NullMarked
package dev.waymark.cli.trace;

import org.jspecify.annotations.NullMarked;
