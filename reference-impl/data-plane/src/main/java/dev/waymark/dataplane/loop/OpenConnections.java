package dev.waymark.dataplane.loop;

import io.netty.channel.Channel;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * The connections that something serves, for as long as they are open. For any number of threads.
 */
public final class OpenConnections {
  private final Set<Channel> connections = ConcurrentHashMap.newKeySet();

  /** Counts a connection in until it is closed. */
  public void add(Channel connection) {
    connections.add(connection);
    connection.closeFuture().addListener(_ -> connections.remove(connection));
  }

  /** Does something to each that is open now, on its own event loop, soon. */
  public void onEach(Consumer<Channel> action) {
    for (Channel connection : connections) {
      connection.eventLoop().execute(() -> action.accept(connection));
    }
  }

  /** Completes when the last of those that are open now is closed. */
  public CompletionStage<Void> emptied() {
    return CompletableFuture.allOf(
        connections.stream().map(OpenConnections::closed).toArray(CompletableFuture[]::new));
  }

  private static CompletableFuture<Void> closed(Channel connection) {
    CompletableFuture<Void> closed = new CompletableFuture<>();
    connection.closeFuture().addListener(_ -> closed.complete(null));
    return closed;
  }

  /** Closes all that are open now. */
  public void close() {
    connections.forEach(Channel::close);
  }
}
