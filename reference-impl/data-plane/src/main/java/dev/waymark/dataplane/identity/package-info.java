/**
 * The certificates by which proxies prove who they speak for: asked for with a key that never
 * leaves the process, renewed in time, and looked at when a peer shows one.
 */
@NullMarked
package dev.waymark.dataplane.identity;

import org.jspecify.annotations.NullMarked;
