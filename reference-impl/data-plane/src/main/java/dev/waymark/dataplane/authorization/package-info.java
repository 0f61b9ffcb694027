/**
 * Whether a request may come in: policies on requests, decided before a request is routed, and on
 * connections whose requests nobody reads.
 */
@NullMarked
package dev.waymark.dataplane.authorization;

import org.jspecify.annotations.NullMarked;
