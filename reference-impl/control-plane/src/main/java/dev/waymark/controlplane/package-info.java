/**
 * From Kubernetes objects to what a data plane must do, and back to status.
 *
 * <p>{@code view} is what is known of the cluster at one moment; {@code translate} turns it,
 * without any I/O, into a {@link dev.waymark.model.GatewayConfig} per Gateway and the statuses to
 * write; {@code status} holds those as values; {@code reconcile} watches, publishes and writes.
 * This package holds the names by which the project is known to a cluster.
 */
@NullMarked
package dev.waymark.controlplane;

import org.jspecify.annotations.NullMarked;
