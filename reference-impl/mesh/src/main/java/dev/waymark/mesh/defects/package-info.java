/**
 * Named faults, each of which breaks one requirement of the ledger and no other. They are planted
 * on the seams: in the cluster as the control plane sees it, in the configurations and endpoints
 * between the planes, in the statuses on their way out, and, for what can't be said there, in
 * messages as they pass the data plane. The code that is made to fail never asks which fault is on.
 */
@NullMarked
package dev.waymark.mesh.defects;

import org.jspecify.annotations.NullMarked;
