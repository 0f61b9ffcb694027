package dev.waymark.dataplane.upstream;

import dev.waymark.dataplane.Connector;
import dev.waymark.dataplane.exchange.Exchange;
import dev.waymark.dataplane.exchange.Worker;
import dev.waymark.dataplane.http2.Http2Upstream;
import dev.waymark.model.Endpoints;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * HTTP/2 connections to one endpoint: one, as long as the backend lets it carry all that is asked
 * for, and another when it is full. Exchanges wait for the one that is being opened.
 */
final class Http2Pool extends EndpointPool implements Http2Upstream.Home {
  private final List<Http2Upstream> connections = new ArrayList<>();
  private final Queue<Exchange> waiting = new ArrayDeque<>();
  private boolean connecting;

  Http2Pool(Endpoints.Endpoint endpoint, Worker worker, Connector connector) {
    super(endpoint, worker, connector);
  }

  @Override
  void open(Exchange exchange, boolean fresh) {
    Http2Upstream roomy = fresh ? null : withRoom();
    if (roomy != null) {
      roomy.serve(exchange);
    } else if (connections.size() >= worker().limits().upstreamConnections()) {
      exchange.unavailable(false);
    } else {
      waiting.add(exchange);
      if (!connecting) {
        connect();
      }
    }
  }

  private @Nullable Http2Upstream withRoom() {
    for (Http2Upstream connection : List.copyOf(connections)) {
      if (!isCurrent(connection.channel())) {
        connection.close();
      } else if (connection.hasRoom()) {
        return connection;
      }
    }
    return null;
  }

  private void connect() {
    connecting = true;
    connect(
        Http2Upstream.create(worker(), authority(), this),
        success -> {
          if (!success) {
            failWaiting();
          }
        });
  }

  @Override
  public void ready(Http2Upstream connection) {
    connecting = false;
    connections.add(connection);
    for (Exchange next = waiting.poll(); next != null; next = waiting.poll()) {
      if (next.isWanted()) {
        if (!connection.hasRoom()) {
          waiting.add(next);
          connect();
          return;
        }
        connection.serve(next);
      }
    }
  }

  @Override
  public void gone(Http2Upstream connection, boolean ready) {
    if (ready) {
      connections.remove(connection);
    } else {
      failWaiting();
    }
  }

  private void failWaiting() {
    connecting = false;
    for (Exchange next : List.copyOf(waiting)) {
      waiting.remove(next);
      next.unavailable(true);
    }
  }

  @Override
  int inFlight() {
    return waiting.size() + connections.stream().mapToInt(Http2Upstream::inFlight).sum();
  }

  @Override
  void close() {
    super.close();
    List.copyOf(connections).forEach(Http2Upstream::close);
  }
}
