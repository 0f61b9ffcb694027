/** Waypoints that take no tunnels themselves, but stand behind the proxy of their node. */
@NullMarked
package dev.waymark.gammatests.sandwich;

import org.jspecify.annotations.NullMarked;
