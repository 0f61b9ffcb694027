/**
 * A running gateway: opens its ports, takes configurations over without dropping a request, and
 * drains when it stops.
 */
@NullMarked
package dev.waymark.dataplane.gateway;

import org.jspecify.annotations.NullMarked;
