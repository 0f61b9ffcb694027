package dev.waymark.dataplane.upstream;

import dev.waymark.dataplane.Connector;
import dev.waymark.dataplane.exchange.Exchange;
import dev.waymark.dataplane.exchange.Worker;
import dev.waymark.model.Endpoints;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.util.NetUtil;
import io.netty.util.concurrent.Future;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** The connections of one event loop to one endpoint. */
abstract class EndpointPool {
  private static final Duration AVOIDED =
      Duration.ofSeconds(1); // after a failure to connect, if there are others

  private final Endpoints.Endpoint endpoint;
  private final Worker worker;
  private final Connector connector;
  private final InetSocketAddress address;
  private boolean failed;
  private long failedAt;
  private boolean closed;

  EndpointPool(Endpoints.Endpoint endpoint, Worker worker, Connector connector) {
    this.endpoint = endpoint;
    this.worker = worker;
    this.connector = connector;
    this.address = address(endpoint);
  }

  private static InetSocketAddress address(Endpoints.Endpoint endpoint) {
    byte[] bytes = NetUtil.createByteArrayFromIpAddressString(endpoint.address());
    if (bytes == null) {
      throw new IllegalArgumentException(
          "endpoint address: '" + endpoint.address() + "' (expected: an IP address)");
    }
    try {
      return new InetSocketAddress(InetAddress.getByAddress(bytes), endpoint.port());
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(e); // only for a wrong number of bytes
    }
  }

  final Endpoints.Endpoint endpoint() {
    return endpoint;
  }

  final Worker worker() {
    return worker;
  }

  /** As a URL writes it. */
  final String authority() {
    return NetUtil.toSocketAddressString(address);
  }

  /** Whether a connection may still be used. */
  final boolean isCurrent(Channel connection) {
    return connector.isCurrent(connection);
  }

  /** Serves the exchange, now or when a connection is there. */
  abstract void open(Exchange exchange, boolean fresh);

  /** Exchanges being served. */
  abstract int inFlight();

  /** The endpoint takes no more requests: connections close as soon as they are idle. */
  void close() {
    closed = true;
  }

  final boolean isClosed() {
    return closed;
  }

  final boolean hasFailed() {
    return failed;
  }

  final boolean isAvoided(long now) {
    return failed && now - failedAt < AVOIDED.toNanos();
  }

  /**
   * Opens a connection within the time that the limits give; the listener hears how it went, on the
   * loop.
   */
  final void connect(ChannelHandler handler, ConnectListener listener) {
    ChannelFuture connecting = connector.connect(address, worker.loop(), handler);
    Future<?> timeout =
        worker
            .loop()
            .schedule(
                () -> {
                  if (!connecting.cancel(false)) {
                    connecting.channel().close();
                  }
                },
                worker.limits().connect().toMillis(),
                TimeUnit.MILLISECONDS);
    connecting.addListener(
        (ChannelFuture done) -> {
          timeout.cancel(false);
          failed = !done.isSuccess();
          if (failed) {
            failedAt = worker.loop().ticker().nanoTime();
          }
          listener.done(done.isSuccess());
        });
  }

  /** Hears whether a connection was opened. */
  @FunctionalInterface
  interface ConnectListener {
    void done(boolean success);
  }
}
