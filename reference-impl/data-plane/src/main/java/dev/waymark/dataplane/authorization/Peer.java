package dev.waymark.dataplane.authorization;

import dev.waymark.dataplane.exchange.Caller;
import dev.waymark.model.identity.SpiffeId;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Who is at the other end of a connection; the same for all its requests.
 *
 * @param identity proved by certificate; null without one
 * @param address as the network proves it
 * @param destination what was connected to
 */
public record Peer(
    @Nullable SpiffeId identity, InetAddress address, InetSocketAddress destination) {

  /** Of a tunnel that is where it came from: what it says of its client, anyone could say. */
  public static Peer of(Caller caller) {
    InetSocketAddress proved =
        caller.accepted().tunnel() == null ? caller.client().address() : caller.accepted().remote();
    return new Peer(caller.client().identity(), proved.getAddress(), caller.destination());
  }
}
