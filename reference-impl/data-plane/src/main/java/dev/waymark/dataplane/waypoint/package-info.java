/**
 * A waypoint: the gateway's engine for requests, with tunnels on both sides. It takes tunnels to
 * the Services that it fronts, and reaches their workloads as the mesh says.
 */
@NullMarked
package dev.waymark.dataplane.waypoint;

import org.jspecify.annotations.NullMarked;
