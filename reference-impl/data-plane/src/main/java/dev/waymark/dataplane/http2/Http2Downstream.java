package dev.waymark.dataplane.http2;

import dev.waymark.dataplane.GatewayLimits;
import dev.waymark.dataplane.exchange.Arrival;
import dev.waymark.dataplane.exchange.Drain;
import dev.waymark.dataplane.exchange.Worker;
import dev.waymark.dataplane.loop.Deadline;
import dev.waymark.dataplane.loop.FlushQueue;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.AbstractHttp2ConnectionHandlerBuilder;
import io.netty.handler.codec.http2.Http2CodecUtil;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionAdapter;
import io.netty.handler.codec.http2.Http2ConnectionDecoder;
import io.netty.handler.codec.http2.Http2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A client's HTTP/2 connection. Whatever its streams write in one turn of the loop goes out with
 * one flush.
 */
public final class Http2Downstream extends Http2ConnectionHandler implements FlushQueue.Flushable {
  private static final Logger log = LoggerFactory.getLogger(Http2Downstream.class);
  private static final int STREAM_WINDOW = 256 * 1024; // bytes of one request's body on their way
  private static final int CONNECTION_WINDOW =
      4 * 1024 * 1024; // of all: what a client can make the gateway hold

  private final Worker worker;
  private final Arrival arrival;
  private final Http2Connection.PropertyKey streamKey;
  private final Deadline deadline;
  private ChannelHandlerContext context;
  private boolean flushQueued;

  @SuppressWarnings("NullAway.Init") // the context comes with handlerAdded
  private Http2Downstream(
      Worker worker,
      Arrival arrival,
      Http2ConnectionDecoder decoder,
      Http2ConnectionEncoder encoder,
      Http2Settings settings) {
    super(decoder, encoder, settings);
    this.worker = worker;
    this.arrival = arrival;
    streamKey = connection().newKey();
    deadline = new Deadline(worker.loop(), this::idle);
    connection().addListener(new StreamsGone());
    connection().remote().flowController().listener(this::writabilityChanged);
  }

  /** Serves a connection that came in as {@code arrival} says. */
  public static Http2Downstream create(Worker worker, Arrival arrival) {
    return new Builder(worker, arrival).build();
  }

  private static final class Builder
      extends AbstractHttp2ConnectionHandlerBuilder<Http2Downstream, Builder> {
    private final Worker worker;
    private final Arrival arrival;

    Builder(Worker worker, Arrival arrival) {
      this.worker = worker;
      this.arrival = arrival;
      GatewayLimits limits = worker.limits();
      server(true);
      gracefulShutdownTimeoutMillis(limits.drain().toMillis());
      initialSettings(
          new Http2Settings()
              .maxConcurrentStreams(limits.streams())
              .initialWindowSize(STREAM_WINDOW)
              .maxHeaderListSize(limits.headBytes()));
      frameListener(new RequestFrames());
    }

    @Override
    protected Http2Downstream build(
        Http2ConnectionDecoder decoder, Http2ConnectionEncoder encoder, Http2Settings settings) {
      return new Http2Downstream(worker, arrival, decoder, encoder, settings);
    }

    @Override
    protected Http2Downstream build() {
      Http2Downstream handler = super.build();
      ((RequestFrames) frameListener()).serve(handler);
      return handler;
    }
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) throws Exception {
    context = ctx;
    super.handlerAdded(ctx);
    int more = CONNECTION_WINDOW - Http2CodecUtil.DEFAULT_WINDOW_SIZE;
    decoder().flowController().incrementWindowSize(connection().connectionStream(), more);
    deadline.set(worker.limits().head());
  }

  Worker worker() {
    return worker;
  }

  Arrival arrival() {
    return arrival;
  }

  ChannelHandlerContext context() {
    return context;
  }

  /** What serves a stream, or null for one that has not begun or has ended. */
  @Nullable Http2ClientStream stream(int id) {
    Http2Stream stream = connection().stream(id);
    return stream == null ? null : stream.getProperty(streamKey);
  }

  void register(Http2Stream stream, Http2ClientStream serving) {
    stream.setProperty(streamKey, serving);
    deadline.clear();
  }

  boolean isWritable(Http2Stream stream) {
    return connection().remote().flowController().isWritable(stream);
  }

  private void writabilityChanged(Http2Stream stream) {
    Http2ClientStream serving = stream.getProperty(streamKey);
    if (serving != null) {
      serving.writabilityChanged(isWritable(stream));
    }
  }

  /** Sends what has been written at the end of this turn of the loop. */
  void queueFlush() {
    if (!flushQueued) {
      flushQueued = true;
      worker.flushes().add(this);
    }
  }

  @Override
  public void flushNow() {
    flushQueued = false;
    flush(context);
  }

  private final class StreamsGone extends Http2ConnectionAdapter {
    @Override
    public void onStreamClosed(Http2Stream stream) {
      Http2ClientStream serving = stream.removeProperty(streamKey);
      if (serving != null) {
        serving.closed();
      }
      if (connection().numActiveStreams() == 0) {
        deadline.set(worker.limits().idle());
      }
    }
  }

  private void idle() {
    if (connection().numActiveStreams() == 0) {
      context.channel().close(); // with GOAWAY
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) throws Exception {
    if (event == Drain.NOW) {
      ctx.channel().close(); // GOAWAY, then the end of the last stream, then the connection's
    } else {
      super.userEventTriggered(ctx, event);
    }
  }

  @Override
  protected void onStreamError(
      ChannelHandlerContext ctx,
      boolean outbound,
      Throwable cause,
      Http2Exception.StreamException streamException) {
    log.debug("stream of {} refused: {}", arrival.forwardedFor(), streamException.getMessage());
    super.onStreamError(ctx, outbound, cause, streamException);
  }

  @Override
  protected void handlerRemoved0(ChannelHandlerContext ctx) throws Exception {
    deadline.cancel();
    super.handlerRemoved0(ctx);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) throws Exception {
    if (Http2CodecUtil.getEmbeddedHttp2Exception(cause) != null) {
      super.exceptionCaught(ctx, cause);
    } else {
      log.debug("connection of {} failed", arrival.forwardedFor(), cause);
      ctx.close();
    }
  }
}
