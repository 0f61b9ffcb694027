package dev.waymark.dataplane.upstream;

import dev.waymark.dataplane.Connector;
import dev.waymark.dataplane.exchange.Exchange;
import dev.waymark.dataplane.exchange.Upstreams;
import dev.waymark.dataplane.exchange.Worker;
import dev.waymark.model.BackendId;
import dev.waymark.model.Endpoints;
import java.util.HashMap;
import java.util.Map;

/**
 * The upstream side of one event loop: a pool per backend, made when the backend is first asked
 * for. Confined to the loop.
 */
public final class LoopUpstreams implements Upstreams {
  private final Worker worker;
  private final Directory directory;
  private final Connector connector;
  private final Map<BackendId, BackendPool> pools = new HashMap<>();

  public LoopUpstreams(Worker worker, Directory directory, Connector connector) {
    this.worker = worker;
    this.directory = directory;
    this.connector = connector;
  }

  @Override
  public void open(BackendId backend, Exchange exchange, boolean fresh) {
    Endpoints endpoints = directory.get(backend);
    if (endpoints == null || endpoints.endpoints().isEmpty()) {
      exchange.unavailable(false);
      return;
    }
    BackendPool pool = pools.get(backend);
    if (pool == null) {
      pool = new BackendPool(worker, connector);
      pools.put(backend, pool);
    }
    pool.open(endpoints, exchange, fresh);
  }

  @Override
  public void forget(BackendId backend) {
    BackendPool pool = pools.remove(backend);
    if (pool != null) {
      pool.close();
    }
  }

  @Override
  public void close() {
    pools.values().forEach(BackendPool::close);
    pools.clear();
  }
}
