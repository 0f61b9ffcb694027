package dev.waymark.dataplane.exchange;

import dev.waymark.dataplane.GatewayLimits;
import dev.waymark.dataplane.loop.FlushQueue;
import dev.waymark.dataplane.routing.SegmentEnds;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import java.util.function.Function;

/**
 * What the connections of one event loop share. Confined to the loop, so that nothing in it needs a
 * lock.
 */
public final class Worker {
  private final EventLoop loop;
  private final GatewayLimits limits;
  private final FlushQueue flushes;
  private final SegmentEnds segmentEnds = new SegmentEnds();
  private final Upstreams upstreams;
  private int connections;

  public Worker(EventLoop loop, GatewayLimits limits, Function<Worker, Upstreams> upstreams) {
    this.loop = loop;
    this.limits = limits;
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

  /** Closes the idle connections to backends. */
  public void close() {
    upstreams.close();
  }

  SegmentEnds segmentEnds() {
    return segmentEnds;
  }

  Upstreams upstreams() {
    return upstreams;
  }
}
