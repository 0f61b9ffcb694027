package dev.waymark.dataplane.upstream;

import dev.waymark.dataplane.Connector;
import dev.waymark.dataplane.exchange.Exchange;
import dev.waymark.dataplane.exchange.Worker;
import dev.waymark.model.Endpoints;
import dev.waymark.model.UpstreamProtocol;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * The endpoints of one backend as one event loop sees and speaks to them. A request goes to the
 * endpoint with the fewest requests in flight; where there are many, to the better of two drawn at
 * random, which is nearly as good (Mitzenmacher, "The power of two choices").
 */
final class BackendPool {
  private static final int COMPARE_ALL_UP_TO = 8;

  private final Worker worker;
  private final Connector connector;
  private final UpstreamProtocol protocol;
  private @Nullable Endpoints known;
  private List<EndpointPool> endpoints = List.of();
  private int turn;

  BackendPool(Worker worker, Connector connector, UpstreamProtocol protocol) {
    this.worker = worker;
    this.connector = connector;
    this.protocol = protocol;
  }

  void open(Endpoints current, Exchange exchange, boolean fresh) {
    if (current != known) {
      adopt(current);
    }
    choose().open(exchange, fresh);
  }

  /** Keeps the pools of endpoints that stay, so that a change elsewhere costs no connection. */
  private void adopt(Endpoints current) {
    Map<Endpoints.Endpoint, EndpointPool> before = new HashMap<>();
    endpoints.forEach(pool -> before.put(pool.endpoint(), pool));
    List<EndpointPool> next = new ArrayList<>();
    for (Endpoints.Endpoint endpoint : current.endpoints()) {
      EndpointPool kept = before.remove(endpoint);
      next.add(kept != null ? kept : create(endpoint));
    }
    before.values().forEach(EndpointPool::close);
    endpoints = next;
    known = current;
  }

  private EndpointPool create(Endpoints.Endpoint endpoint) {
    return switch (protocol) {
      case HTTP_1_1 -> new Http1Pool(endpoint, worker, connector);
      case H2C -> new Http2Pool(endpoint, worker, connector);
    };
  }

  private EndpointPool choose() {
    int count = endpoints.size();
    if (count == 1) {
      return endpoints.getFirst();
    }
    if (count > COMPARE_ALL_UP_TO) {
      ThreadLocalRandom random = ThreadLocalRandom.current();
      return better(endpoints.get(random.nextInt(count)), endpoints.get(random.nextInt(count)));
    }
    turn = turn + 1 == Integer.MAX_VALUE ? 0 : turn + 1;
    EndpointPool best = endpoints.get(turn % count);
    for (int i = 1; i < count; i++) {
      best = better(best, endpoints.get((turn + i) % count));
    }
    return best;
  }

  private EndpointPool better(EndpointPool one, EndpointPool other) {
    long now = one.hasFailed() || other.hasFailed() ? worker.loop().ticker().nanoTime() : 0;
    boolean oneAvoided = one.isAvoided(now);
    if (oneAvoided != other.isAvoided(now)) {
      return oneAvoided ? other : one;
    }
    return other.inFlight() < one.inFlight() ? other : one;
  }

  void close() {
    endpoints.forEach(EndpointPool::close);
  }
}
