package dev.waymark.dataplane.waypoint;

import dev.waymark.dataplane.hops.Hop;
import dev.waymark.model.identity.SpiffeId;
import io.netty.channel.Channel;
import io.netty.util.AttributeKey;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * How a request goes on to its workload.
 *
 * @param identity the workload's, which its tunnel has proved; null for plain connections
 */
record Upstream(Hop.Leg leg, @Nullable SpiffeId identity) {
  private static final AttributeKey<Upstream> KEY =
      AttributeKey.valueOf("dev.waymark.dataplane.waypoint.upstream");

  /** Remembers it for a channel within a tunnel. */
  void remember(Channel channel) {
    channel.attr(KEY).set(this);
  }

  static Upstream of(Channel channel) {
    Upstream known = channel.attr(KEY).get();
    return known == null
        ? new Upstream(
            Hop.Leg.tcp(
                (InetSocketAddress) channel.localAddress(),
                (InetSocketAddress) channel.remoteAddress()),
            null)
        : known;
  }
}
