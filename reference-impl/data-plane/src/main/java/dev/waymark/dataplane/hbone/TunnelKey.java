package dev.waymark.dataplane.hbone;

import dev.waymark.model.identity.SpiffeId;
import java.net.InetSocketAddress;
import java.util.Set;

/**
 * What two tunnels must have in common to share a connection, besides the address they come from.
 *
 * @param source who asks: two identities never share a connection
 * @param destinations the peer must prove to be one of them
 * @param address of the peer
 */
public record TunnelKey(SpiffeId source, Set<SpiffeId> destinations, InetSocketAddress address) {
  public TunnelKey {
    destinations = Set.copyOf(destinations);
    if (destinations.isEmpty()) {
      throw new IllegalArgumentException("destinations: none (expected: 1 or more identities)");
    }
  }
}
