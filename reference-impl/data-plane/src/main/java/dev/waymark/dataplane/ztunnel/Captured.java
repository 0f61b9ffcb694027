package dev.waymark.dataplane.ztunnel;

import io.netty.channel.ChannelHandler;
import java.util.concurrent.CompletionStage;

/** A Pod in the proxy's care. The handlers are sharable: one for any number of connections. */
public interface Captured {
  /** For connections that the Pod's programs open. */
  ChannelHandler outbound();

  /** For plain connections to the Pod. */
  ChannelHandler inbound();

  /** For connections to the Pod's port for tunnels, 15008. */
  ChannelHandler tunnels();

  /**
   * Gives the Pod back: its tunnels take no more streams, and those that are open may go on for as
   * long as the limits allow.
   *
   * @return completes when the last tunnel is closed
   */
  CompletionStage<Void> release();
}
