package dev.waymark.dataplane.waypoint;

import dev.waymark.dataplane.exchange.Arrival;
import dev.waymark.dataplane.exchange.Caller;
import dev.waymark.dataplane.exchange.Interceptor;
import dev.waymark.dataplane.hops.Hop;
import dev.waymark.dataplane.hops.HopLog;
import dev.waymark.dataplane.http.RequestHead;
import dev.waymark.dataplane.http.ResponseHead;
import io.netty.channel.Channel;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Writes down each request that passes, when its response begins, and lets another interceptor do
 * what it does to it. Safe for use by any thread.
 */
public final class RequestHops implements Supplier<Interceptor> {
  private final Hop.Proxy proxy;
  private final InstantSource clock;
  private final HopLog log;
  private final Supplier<Interceptor> others;
  private final AtomicLong numbers = new AtomicLong();

  /**
   * Requests through that proxy.
   *
   * @param others one for each request
   */
  public RequestHops(
      Hop.Proxy proxy, InstantSource clock, HopLog log, Supplier<Interceptor> others) {
    this.proxy = proxy;
    this.clock = clock;
    this.log = log;
    this.others = others;
  }

  @Override
  public Interceptor get() {
    return new OneRequest();
  }

  private final class OneRequest implements Interceptor {
    private final Interceptor other = others.get();
    private Instant start = Instant.EPOCH;
    private String method = "";
    private String host = "";
    private String path = "";
    private @Nullable Caller caller;
    private @Nullable String objection;
    private @Nullable Channel backend;

    @Override
    public void refused(RequestHead request, Arrival arrival, String reason) {
      begin(request, arrival);
      objection = reason;
      other.refused(request, arrival, reason);
    }

    @Override
    public RequestHead routing(RequestHead request, Arrival arrival) {
      begin(request, arrival);
      return other.routing(request, arrival);
    }

    private void begin(RequestHead request, Arrival arrival) {
      start = clock.instant();
      method = request.method().toString();
      host = request.host();
      path = request.path();
      caller = arrival.caller();
    }

    @Override
    public void forwarding(RequestHead request) {
      other.forwarding(request);
    }

    @Override
    public void connected(Channel connection) {
      backend = connection;
      other.connected(connection);
    }

    @Override
    public void answering(ResponseHead response) {
      other.answering(response);
      if (caller == null) {
        return;
      }
      Upstream upstream = backend == null ? null : Upstream.of(backend);
      log.hop(
          new Hop(
              proxy,
              numbers.incrementAndGet(),
              Hop.Direction.INBOUND,
              caller.client(),
              new Hop.Party(caller.destination(), upstream == null ? null : upstream.identity()),
              caller.accepted(),
              upstream == null ? null : upstream.leg(),
              new Hop.Request(method, host, path, response.status()),
              decision(upstream),
              start,
              Duration.between(start, clock.instant()),
              0,
              0));
    }

    private Hop.Decision decision(@Nullable Upstream upstream) {
      if (objection != null) {
        return new Hop.Decision.Denied(objection);
      }
      return upstream == null ? new Hop.Decision.Answered() : new Hop.Decision.Forwarded();
    }
  }
}
