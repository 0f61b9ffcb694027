package dev.waymark.dataplane.hbone;

import dev.waymark.dataplane.identity.Credential;
import dev.waymark.dataplane.identity.MutualTls;
import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * The connections to one peer, of one pool. At most one is being made at a time; whoever needs it
 * waits for it, and if it fails, fails with it.
 */
final class TunnelPeer implements TunnelClientConnection.Home {
  private final TunnelKey key;
  private final TunnelPool pool;
  private final List<TunnelClientConnection> connections = new ArrayList<>(1);
  private final Queue<Opening> waiting = new ArrayDeque<>();
  private @Nullable Attempt attempt;
  private @Nullable Credential credential;
  private @Nullable SslContext context;

  TunnelPeer(TunnelKey key, TunnelPool pool) {
    this.key = key;
    this.pool = pool;
  }

  int connections() {
    return connections.size();
  }

  TunnelPool pool() {
    return pool;
  }

  TunnelKey key() {
    return key;
  }

  void open(Opening opening) {
    for (TunnelClientConnection connection : connections) {
      if (connection.hasRoom()) {
        connection.open(opening);
        return;
      }
    }
    waiting.add(opening);
    connect();
  }

  private void connect() {
    if (attempt == null) {
      attempt = new Attempt(this);
      attempt.begin();
    }
  }

  /** The context for a credential: made again only when that is another one. */
  SslContext context(Credential current) {
    SslContext made = context;
    if (made == null || credential != current) {
      made = MutualTls.client(current, key.destinations(), pool.clock());
      context = made;
      credential = current;
    }
    return made;
  }

  @Override
  public void ready(TunnelClientConnection connection) {
    if (attempt != null) {
      attempt.succeeded();
      attempt = null;
    }
    if (!connection.hasRoom()) {
      connection.retire();
      failWaiting(new IOException("the peer at " + key.address() + " takes no streams"));
      return;
    }
    connections.add(connection);
    while (!waiting.isEmpty() && connection.hasRoom()) {
      Opening next = waiting.remove();
      if (!next.promise().isDone()) { // by being cancelled
        connection.open(next);
      }
    }
    if (!waiting.isEmpty()) {
      connect();
    }
  }

  /** The connection that was being made will not be. */
  void failed(Throwable cause) {
    attempt = null;
    failWaiting(cause);
    forgetIfIdle();
  }

  private void failWaiting(Throwable cause) {
    for (Opening next = waiting.poll(); next != null; next = waiting.poll()) {
      next.promise().tryFailure(cause);
    }
  }

  @Override
  public void gone(TunnelClientConnection connection) {
    connections.remove(connection);
    forgetIfIdle();
  }

  private void forgetIfIdle() {
    if (connections.isEmpty() && attempt == null && waiting.isEmpty()) {
      pool.forget(this);
    }
  }

  @Override
  public void unseen(Opening opening) {
    pool.open(key, opening);
  }

  void retire() {
    List.copyOf(connections).forEach(TunnelClientConnection::retire);
    if (attempt != null) {
      attempt.giveUp();
    }
  }
}
