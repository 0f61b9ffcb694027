/**
 * The reference mesh on an embedded cluster: the adapters by which Pods run the mesh's programs,
 * and the assembly of both.
 */
@NullMarked
package dev.waymark.cli.reference;

import org.jspecify.annotations.NullMarked;
