/**
 * The workload API: what the control plane tells node proxies of the mesh, as Istio's ztunnel reads
 * it, over the incremental aggregated discovery service (xDS). Both ends: the control plane's, and
 * that of a proxy in a process of its own.
 */
@NullMarked
package dev.waymark.mesh.workloadapi;

import org.jspecify.annotations.NullMarked;
