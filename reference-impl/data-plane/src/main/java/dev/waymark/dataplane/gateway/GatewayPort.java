package dev.waymark.dataplane.gateway;

import dev.waymark.dataplane.Network;
import dev.waymark.dataplane.exchange.Arrival;
import dev.waymark.dataplane.exchange.Drain;
import dev.waymark.dataplane.exchange.Gate;
import dev.waymark.dataplane.loop.OpenConnections;
import dev.waymark.dataplane.routing.PortRoutes;
import dev.waymark.model.Scheme;
import io.netty.channel.Channel;
import io.netty.util.AsciiString;
import io.netty.util.NetUtil;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** An open port and its connections. What it serves can be swapped while connections use it. */
final class GatewayPort {
  private final int number;
  private final OpenConnections connections = new OpenConnections();
  private volatile PortState state;
  private volatile Network.@Nullable Listening listening;
  private volatile boolean draining;

  GatewayPort(int number, PortState state) {
    this.number = number;
    this.state = state;
  }

  int number() {
    return number;
  }

  PortState state() {
    return state;
  }

  /**
   * Serves something else from the next request on. Connections of another scheme than the new one
   * are drained.
   */
  void swap(PortState next) {
    Scheme before = state.scheme();
    state = next;
    if (before != next.scheme()) {
      drainConnections();
    }
  }

  /** Opens the port; the stage's value is nothing, or the reason why it can't be. */
  CompletionStage<@Nullable String> open(Network network, Acceptor acceptor) {
    return network
        .listen(number, acceptor)
        .handle(
            (opened, failure) -> {
              if (failure != null) {
                return reason(failure);
              }
              listening = opened;
              if (draining) {
                drain(); // it was given up while it was being opened
              }
              return null;
            });
  }

  private static String reason(Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    return cause.getMessage() != null ? cause.getMessage() : cause.toString();
  }

  void add(Channel connection) {
    connections.add(connection);
  }

  /** How a connection came in. */
  Arrival arrival(Channel connection, Scheme scheme, String serverName) {
    AsciiString client =
        connection.remoteAddress() instanceof InetSocketAddress remote
            ? AsciiString.of(NetUtil.toAddressString(remote.getAddress()))
            : AsciiString.of("unknown"); // RFC 7239 §6.2
    return new Arrival(scheme, number, serverName, client, () -> routesOf(scheme), Gate.OPEN, null);
  }

  private PortRoutes routesOf(Scheme scheme) {
    PortState current = state;
    return current.scheme() == scheme ? current.routes() : PortRoutes.NONE;
  }

  /** Takes no more connections, and ends those that are there behind what they are doing. */
  CompletionStage<Void> drain() {
    draining = true;
    Network.Listening open = listening;
    listening = null;
    CompletionStage<Void> closed =
        open == null ? CompletableFuture.completedStage(null) : open.close();
    drainConnections();
    return closed;
  }

  private void drainConnections() {
    connections.onEach(connection -> connection.pipeline().fireUserEventTriggered(Drain.NOW));
  }

  /** Completes when the last connection has gone. */
  CompletionStage<Void> emptied() {
    return connections.emptied();
  }

  void closeConnections() {
    connections.close();
  }
}
