/**
 * What a waypoint does with the requests to the Services that it stands in front of. Values only.
 */
@NullMarked
package dev.waymark.model.waypoint;

import org.jspecify.annotations.NullMarked;
