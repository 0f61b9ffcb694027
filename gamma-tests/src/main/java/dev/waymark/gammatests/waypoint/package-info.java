/** Waypoints: how Services are bound to them, and what they do with requests. */
@NullMarked
package dev.waymark.gammatests.waypoint;

import org.jspecify.annotations.NullMarked;
