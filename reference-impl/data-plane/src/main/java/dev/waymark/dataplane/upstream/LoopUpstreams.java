package dev.waymark.dataplane.upstream;

import dev.waymark.dataplane.Connector;
import dev.waymark.dataplane.exchange.Exchange;
import dev.waymark.dataplane.exchange.Upstreams;
import dev.waymark.dataplane.exchange.Worker;
import dev.waymark.model.BackendId;
import dev.waymark.model.Endpoints;
import dev.waymark.model.UpstreamProtocol;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/**
 * The upstream side of one event loop: a pool per backend and protocol, made when it is first asked
 * for. Confined to the loop.
 */
public final class LoopUpstreams implements Upstreams {
  private final Worker worker;
  private final Directory directory;
  private final Connector connector;
  private final Map<UpstreamProtocol, Map<BackendId, BackendPool>> pools =
      new EnumMap<>(UpstreamProtocol.class);

  public LoopUpstreams(Worker worker, Directory directory, Connector connector) {
    this.worker = worker;
    this.directory = directory;
    this.connector = connector;
  }

  @Override
  public void open(BackendId backend, UpstreamProtocol protocol, Exchange exchange, boolean fresh) {
    Endpoints endpoints = directory.get(backend);
    if (endpoints == null || endpoints.endpoints().isEmpty()) {
      exchange.unavailable(false);
      return;
    }
    Map<BackendId, BackendPool> spoken = spoken(protocol);
    BackendPool pool = spoken.get(backend);
    if (pool == null) {
      pool = new BackendPool(worker, connector, protocol);
      spoken.put(backend, pool);
    }
    pool.open(endpoints, exchange, fresh);
  }

  private Map<BackendId, BackendPool> spoken(UpstreamProtocol protocol) {
    return pools.computeIfAbsent(protocol, _ -> new HashMap<>());
  }

  @Override
  public void forget(BackendId backend) {
    for (Map<BackendId, BackendPool> spoken : pools.values()) {
      BackendPool pool = spoken.remove(backend);
      if (pool != null) {
        pool.close();
      }
    }
  }

  @Override
  public void close() {
    for (Map<BackendId, BackendPool> spoken : pools.values()) {
      spoken.values().forEach(BackendPool::close);
      spoken.clear();
    }
  }
}
