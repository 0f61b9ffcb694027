/**
 * The edge of the control plane: informers that feed the view, one debounced loop, the writer of
 * statuses, and the Deployment, Service and ServiceAccount of each Gateway. Everything here does
 * I/O; nothing here decides.
 */
@NullMarked
package dev.waymark.controlplane.reconcile;

import org.jspecify.annotations.NullMarked;
