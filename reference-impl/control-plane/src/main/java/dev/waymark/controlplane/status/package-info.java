/**
 * The statuses that a translation arrives at, as values. They say what should hold; when a
 * condition last changed, and which entries belong to other controllers, is known only when one is
 * written.
 */
@NullMarked
package dev.waymark.controlplane.status;

import org.jspecify.annotations.NullMarked;
