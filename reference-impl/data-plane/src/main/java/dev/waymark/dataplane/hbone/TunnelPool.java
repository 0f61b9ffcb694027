package dev.waymark.dataplane.hbone;

import dev.waymark.dataplane.Connector;
import dev.waymark.dataplane.identity.Credential;
import dev.waymark.model.identity.SpiffeId;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * Opens tunnels, as many as may be over one connection. A pool is confined to one event loop and
 * belongs to one network, which is to say to one Pod: connections of two source addresses are never
 * shared.
 */
public final class TunnelPool {
  private final EventLoop loop;
  private final Connector network;
  private final Function<SpiffeId, CompletionStage<Credential>> credentials;
  private final InstantSource clock;
  private final HboneLimits limits;
  private final Map<TunnelKey, TunnelPeer> peers = new HashMap<>();
  private boolean closed;

  /**
   * Creates an empty pool.
   *
   * @param credentials what an identity proves itself with
   * @param clock that peers' certificates are held against
   */
  public TunnelPool(
      EventLoop loop,
      Connector network,
      Function<SpiffeId, CompletionStage<Credential>> credentials,
      InstantSource clock,
      HboneLimits limits) {
    this.loop = loop;
    this.network = network;
    this.credentials = credentials;
    this.clock = clock;
    this.limits = limits;
  }

  /**
   * Opens a tunnel.
   *
   * @return cancelling it gives the tunnel up; fails with a {@link TunnelRefusedException} if the
   *     peer says no, with an {@link javax.net.ssl.SSLException} if it can't be trusted, or with
   *     what kept it from being reached
   */
  public Future<OpenTunnel> open(TunnelKey key, ConnectRequest request) {
    Promise<OpenTunnel> promise = loop.newPromise();
    open(key, new Opening(request, promise, false));
    return promise;
  }

  void open(TunnelKey key, Opening opening) {
    if (closed) {
      opening.promise().tryFailure(new IllegalStateException("the pool is closed"));
    } else {
      peers.computeIfAbsent(key, each -> new TunnelPeer(each, this)).open(opening);
    }
  }

  /** How many connections there are to a peer. */
  public int connections(TunnelKey key) {
    TunnelPeer peer = peers.get(key);
    return peer == null ? 0 : peer.connections();
  }

  /** Opens no more tunnels, and closes each connection behind its last one. */
  public void close() {
    closed = true;
    List.copyOf(peers.values()).forEach(TunnelPeer::retire);
  }

  void forget(TunnelPeer peer) {
    peers.remove(peer.key(), peer);
  }

  EventLoop loop() {
    return loop;
  }

  Connector network() {
    return network;
  }

  CompletionStage<Credential> credential(SpiffeId identity) {
    return credentials.apply(identity);
  }

  InstantSource clock() {
    return clock;
  }

  HboneLimits limits() {
    return limits;
  }
}
