/**
 * The kinds of {@code security.istio.io}, as the cluster keeps them, and what they ask of a proxy
 * that knows connections. Pure functions.
 */
@NullMarked
package dev.waymark.controlplane.security;

import org.jspecify.annotations.NullMarked;
