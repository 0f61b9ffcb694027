package dev.waymark.dataplane.hbone;

import io.netty.util.concurrent.Promise;

/**
 * A tunnel being opened.
 *
 * @param again whether a connection has failed it before without its peer having looked at it
 */
record Opening(ConnectRequest request, Promise<OpenTunnel> promise, boolean again) {}
