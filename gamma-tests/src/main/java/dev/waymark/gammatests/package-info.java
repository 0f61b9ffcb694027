/**
 * The suites for meshes: what the Gateway API asks of routes that are attached to Services (GAMMA).
 *
 * <p>They see nothing of a mesh but what a client in a Pod, the Pod that answers and the objects of
 * the cluster show of it, so that they judge any.
 */
@NullMarked
package dev.waymark.gammatests;

import org.jspecify.annotations.NullMarked;
