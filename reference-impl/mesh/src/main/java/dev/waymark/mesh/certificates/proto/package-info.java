/** The messages of the certificate service, generated from their definitions. */
@NullMarked
package dev.waymark.mesh.certificates.proto;

import org.jspecify.annotations.NullMarked;
