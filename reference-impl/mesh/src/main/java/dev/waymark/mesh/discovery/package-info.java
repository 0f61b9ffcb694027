/**
 * How proxies meet the control plane: one port, over TLS, with the workload API and the certificate
 * service of Istio's names, to callers that show a Pod's token; and the root certificate that they
 * are to trust, published to every namespace.
 */
@NullMarked
package dev.waymark.mesh.discovery;

import org.jspecify.annotations.NullMarked;
