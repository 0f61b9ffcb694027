/**
 * What the mesh is, out of what the cluster is: workloads, Services, and the waypoints that they
 * are bound to. Pure functions of a view of the cluster. The labels and conditions are Istio's, so
 * that manifests written for it mean the same here.
 */
@NullMarked
package dev.waymark.controlplane.mesh;

import org.jspecify.annotations.NullMarked;
