/** How a client's connection begins, before it is known which HTTP it speaks. */
@NullMarked
package dev.waymark.dataplane.downstream;

import org.jspecify.annotations.NullMarked;
