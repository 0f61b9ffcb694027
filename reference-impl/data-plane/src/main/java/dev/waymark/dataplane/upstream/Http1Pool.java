package dev.waymark.dataplane.upstream;

import dev.waymark.dataplane.Connector;
import dev.waymark.dataplane.exchange.Exchange;
import dev.waymark.dataplane.exchange.Worker;
import dev.waymark.dataplane.http1.Http1Upstream;
import dev.waymark.model.Endpoints;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * HTTP/1.1 connections to one endpoint. The one that was used last is used next, so that surplus
 * ones grow idle and close.
 */
final class Http1Pool extends EndpointPool implements Http1Upstream.Home {
  private final Deque<Http1Upstream> idle = new ArrayDeque<>();
  private int connections;

  Http1Pool(Endpoints.Endpoint endpoint, Worker worker, Connector connector) {
    super(endpoint, worker, connector);
  }

  @Override
  void open(Exchange exchange, boolean fresh) {
    Http1Upstream pooled = fresh ? null : takeIdle();
    if (pooled != null) {
      pooled.serve(exchange, true);
    } else if (connections >= worker().limits().upstreamConnections()) {
      exchange.unavailable(false);
    } else {
      connect(exchange);
    }
  }

  private @Nullable Http1Upstream takeIdle() {
    Http1Upstream candidate = idle.pollLast();
    while (candidate != null && !isUsable(candidate)) {
      candidate = idle.pollLast();
    }
    return candidate;
  }

  private boolean isUsable(Http1Upstream connection) {
    if (connection.isOpen() && !isCurrent(connection.channel())) {
      connection.close();
    }
    return connection.isOpen();
  }

  private void connect(Exchange exchange) {
    connections++;
    Http1Upstream connection = new Http1Upstream(worker(), this, authority());
    connect(
        connection,
        success -> {
          if (!success) {
            connections--;
            exchange.unavailable(true);
          } else if (exchange.isWanted()) {
            connection.serve(exchange, false);
          } else {
            connection.rest();
          }
        });
  }

  @Override
  public void idle(Http1Upstream connection) {
    if (isClosed() || idle.size() >= worker().limits().upstreamPooled()) {
      connection.close();
    } else {
      idle.addLast(connection);
    }
  }

  @Override
  public void gone(Http1Upstream connection) {
    connections--;
    idle.remove(connection);
  }

  @Override
  int inFlight() {
    return connections - idle.size();
  }

  @Override
  void close() {
    super.close();
    for (Http1Upstream connection : idle.toArray(Http1Upstream[]::new)) {
      connection.close();
    }
  }
}
