/** The messages of the workload API, generated from their definitions. */
@NullMarked
package dev.waymark.mesh.workloadapi.proto;

import org.jspecify.annotations.NullMarked;
