/** The tests of MESH-HTTP and MESH-ALL, under the official suite's names. */
@NullMarked
package dev.waymark.gammatests.mesh;

import org.jspecify.annotations.NullMarked;
