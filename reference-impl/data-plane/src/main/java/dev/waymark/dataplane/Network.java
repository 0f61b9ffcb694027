package dev.waymark.dataplane;

import io.netty.channel.ChannelHandler;
import java.util.concurrent.CompletionStage;

/**
 * The data plane's only way to sockets, so that the same engine runs on a machine's network and in
 * a Pod of an embedded cluster.
 */
public interface Network extends Connector {
  /**
   * Accepts connections on a port of the gateway's own address.
   *
   * @param childHandler added to each accepted connection, on the event loop that will serve it;
   *     sharable
   * @return completes when connections are accepted, or fails with the cause, a {@link
   *     java.net.BindException} for example
   */
  CompletionStage<Listening> listen(int port, ChannelHandler childHandler);

  /** An open port. Closing it ends accepting and leaves accepted connections alone. */
  interface Listening {
    /** Ends accepting; completes when the port is free. */
    CompletionStage<Void> close();
  }
}
