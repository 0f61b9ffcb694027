/**
 * TLS as a gateway's listeners terminate it: keys and certificates from PEM, and the choice of one
 * by the client's server name.
 */
@NullMarked
package dev.waymark.dataplane.tls;

import org.jspecify.annotations.NullMarked;
