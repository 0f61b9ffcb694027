package dev.waymark.dataplane.ztunnel;

import dev.waymark.dataplane.Connector;
import dev.waymark.dataplane.hbone.ConnectionEnds;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.EventLoop;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * A captured Pod's network, as the node lends it to its proxy. What is opened here is not captured
 * again. Safe for use by any thread.
 */
public interface PodSide extends Connector {
  /** The uid of the Pod as a workload of the mesh. */
  String workload();

  /** The Pod's address. */
  InetAddress address();

  /** Between whom a captured connection is, as its client means it. */
  ConnectionEnds ends();

  /**
   * Connects to a port that a program of the Pod listens on.
   *
   * @param source whom the program is to see
   * @param loop which loop serves the connection
   * @param handler added to the connection before it is open
   */
  ChannelFuture deliver(InetSocketAddress source, int port, EventLoop loop, ChannelHandler handler);

  /**
   * Connects from within the Pod: to a port that a program of the Pod listens on, be it on the
   * Pod's localhost alone.
   *
   * @param source whom the program is to see
   * @param loop which loop serves the connection
   * @param handler added to the connection before it is open
   */
  ChannelFuture deliverLocal(
      InetSocketAddress source, int port, EventLoop loop, ChannelHandler handler);
}
