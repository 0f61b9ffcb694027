/**
 * The path of a request, put together from what the proxies on its way tell: one line of JSON for
 * each, in the logs of their Pods. The kit owns this schema; {@code docs/hops.md} has it.
 */
@NullMarked
package dev.waymark.kit.hops;

import org.jspecify.annotations.NullMarked;
