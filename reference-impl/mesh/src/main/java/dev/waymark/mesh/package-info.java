/**
 * The programs of the mesh and what joins them: {@link dev.waymark.mesh.Mesh} starts the control
 * plane and the gateways, which meet in {@link dev.waymark.mesh.InProcessConfig}. Whoever runs them
 * hands in the Kubernetes client, the network and the clock.
 */
@NullMarked
package dev.waymark.mesh;

import org.jspecify.annotations.NullMarked;
