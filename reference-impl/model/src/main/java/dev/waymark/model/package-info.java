/**
 * What a gateway's data plane must do, as immutable values: listeners, routes, matches, filters,
 * backends, endpoints and certificates. No I/O and no Kubernetes in here: a control plane writes
 * it, a data plane obeys it.
 *
 * <p>Two streams cross {@link dev.waymark.model.ConfigSource}, the seam between the planes: a
 * {@link dev.waymark.model.GatewayConfig} per gateway, which names backends by {@link
 * dev.waymark.model.BackendId}, and the {@link dev.waymark.model.Endpoints} of each backend. They
 * are apart because Pods come and go far more often than routes change, and because one pool of
 * connections per Service serves all of its routes.
 *
 * <p>Every value refuses to be built in a state that has no meaning, so that whoever receives one
 * need not check it.
 */
@NullMarked
package dev.waymark.model;

import org.jspecify.annotations.NullMarked;
