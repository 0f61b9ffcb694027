package dev.waymark.dataplane.exchange;

import dev.waymark.dataplane.GatewayLimits;
import dev.waymark.dataplane.loop.FlushQueue;
import dev.waymark.dataplane.routing.SegmentEnds;
import dev.waymark.model.BackendId;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What the connections of one event loop share. Confined to the loop, so that nothing in it needs a
 * lock.
 */
public final class Worker {
  private final EventLoop loop;
  private final GatewayLimits limits;
  private final FlushQueue flushes;
  private final Supplier<Interceptor> interceptors;
  private final SegmentEnds segmentEnds = new SegmentEnds();
  private final Upstreams upstreams;
  private int connections;

  /**
   * Makes the worker of a loop.
   *
   * @param interceptors one for each exchange
   */
  public Worker(
      EventLoop loop,
      GatewayLimits limits,
      Supplier<Interceptor> interceptors,
      Function<Worker, Upstreams> upstreams) {
    this.loop = loop;
    this.limits = limits;
    this.interceptors = interceptors;
    this.flushes = new FlushQueue(loop);
    this.upstreams = upstreams.apply(this);
  }

  public EventLoop loop() {
    return loop;
  }

  public GatewayLimits limits() {
    return limits;
  }

  public FlushQueue flushes() {
    return flushes;
  }

  /** Counts a client's connection, unless there are as many as the limits allow. */
  public boolean admit(Channel connection) {
    if (connections >= limits.connections()) {
      return false;
    }
    connections++;
    connection.closeFuture().addListener(_ -> connections--);
    return true;
  }

  /** Gives up the connections to a backend that no route names any more. */
  public void forget(BackendId backend) {
    upstreams.forget(backend);
  }

  /** Closes the idle connections to backends. */
  public void close() {
    upstreams.close();
  }

  Interceptor interceptor() {
    return interceptors.get();
  }

  SegmentEnds segmentEnds() {
    return segmentEnds;
  }

  Upstreams upstreams() {
    return upstreams;
  }
}
