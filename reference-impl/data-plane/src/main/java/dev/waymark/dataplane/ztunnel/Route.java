package dev.waymark.dataplane.ztunnel;

import dev.waymark.dataplane.hbone.Authority;
import dev.waymark.model.identity.SpiffeId;
import java.net.InetSocketAddress;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How a connection that a Pod opens goes on. */
sealed interface Route {
  /** As it is, to an address: of a workload outside the mesh, or of nothing that is known. */
  record Plain(InetSocketAddress address) implements Route {}

  /**
   * Through a tunnel.
   *
   * @param peer where the tunnel is made to
   * @param identities of which the peer must prove one
   * @param authority what it is asked for
   * @param service the host name of the Service that was addressed, if it was one
   */
  record Tunnel(
      InetSocketAddress peer,
      Set<SpiffeId> identities,
      Authority authority,
      @Nullable String service)
      implements Route {}

  /**
   * Not at all: there is no way around what is missing.
   *
   * @param reason for the log
   */
  record Nowhere(String reason) implements Route {}
}
