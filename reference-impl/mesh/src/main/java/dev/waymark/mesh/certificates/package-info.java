/**
 * The certificate authority as a service, by the API of Istio's, so that proxies in other processes
 * can be members of the mesh: the control plane's end, and a proxy's.
 */
@NullMarked
package dev.waymark.mesh.certificates;

import org.jspecify.annotations.NullMarked;
