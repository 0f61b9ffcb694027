/**
 * What is known of a cluster at one moment: Kubernetes objects by name, immutable as a whole, with
 * what is asked of them.
 */
@NullMarked
package dev.waymark.controlplane.view;

import org.jspecify.annotations.NullMarked;
