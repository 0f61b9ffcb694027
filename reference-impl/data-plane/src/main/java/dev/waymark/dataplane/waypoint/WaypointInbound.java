package dev.waymark.dataplane.waypoint;

import io.netty.channel.ChannelHandler;
import java.util.concurrent.CompletionStage;

/** Where a waypoint's connections come from. It opens no port itself. */
public sealed interface WaypointInbound permits HboneInbound, ProxiedInbound {
  /** The handler of accepted connections; sharable. */
  ChannelHandler connections();

  /**
   * Takes no more, and ends those that are there behind what they are doing.
   *
   * @return completes when the last one is closed
   */
  CompletionStage<Void> drain();
}
