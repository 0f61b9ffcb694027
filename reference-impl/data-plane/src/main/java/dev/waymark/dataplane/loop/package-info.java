/**
 * What the connections of one event loop share: flushes gathered to one per turn, and deadlines
 * that cost nothing while they are only moved. Confined to the loop.
 */
@NullMarked
package dev.waymark.dataplane.loop;

import org.jspecify.annotations.NullMarked;
