package dev.waymark.dataplane.hbone;

import dev.waymark.dataplane.loop.Deadline;
import dev.waymark.dataplane.loop.FlushQueue;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.http2.Http2CodecUtil;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionAdapter;
import io.netty.handler.codec.http2.Http2ConnectionDecoder;
import io.netty.handler.codec.http2.Http2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection of tunnels, from either end. Whatever its streams write in one turn of the loop goes
 * out with one flush. A peer that does not answer a PING in time is gone, and all its tunnels with
 * it.
 */
abstract class TunnelConnection extends Http2ConnectionHandler implements FlushQueue.Flushable {
  private static final Logger log = LoggerFactory.getLogger(TunnelConnection.class);
  private static final long PING = 0x7761_796d_6172_6b00L;

  private final EventLoop loop;
  private final HboneLimits limits;
  private final Http2Connection.PropertyKey streamKey;
  private final FlushQueue flushes;
  private final Deadline pingDue;
  private final Deadline pongDue;
  private ChannelHandlerContext context;
  private @Nullable Throwable failure;
  private boolean flushQueued;

  @SuppressWarnings("NullAway.Init") // the context comes with handlerAdded
  TunnelConnection(
      EventLoop loop,
      HboneLimits limits,
      Http2ConnectionDecoder decoder,
      Http2ConnectionEncoder encoder,
      Http2Settings settings) {
    super(decoder, encoder, settings);
    this.loop = loop;
    this.limits = limits;
    streamKey = connection().newKey();
    flushes = new FlushQueue(loop);
    pingDue = new Deadline(loop, this::ping);
    pongDue = new Deadline(loop, this::peerLost);
    connection().addListener(new StreamsGone());
    connection().remote().flowController().listener(this::writabilityChanged);
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) throws Exception {
    context = ctx;
    super.handlerAdded(ctx);
    int more = limits.connectionWindow() - Http2CodecUtil.DEFAULT_WINDOW_SIZE;
    if (more > 0) {
      decoder().flowController().incrementWindowSize(connection().connectionStream(), more);
      queueFlush();
    }
    pingDue.set(limits.pingEvery());
  }

  final EventLoop loop() {
    return loop;
  }

  final HboneLimits limits() {
    return limits;
  }

  final ChannelHandlerContext context() {
    return context;
  }

  final boolean isOpen() {
    return context.channel().isActive();
  }

  /** What the connection broke by, as far as it is known. */
  final @Nullable Throwable failure() {
    return failure;
  }

  // ---- streams

  final TunnelStream register(Http2Stream stream) {
    TunnelStream tunnel = new TunnelStream(this, stream);
    stream.setProperty(streamKey, tunnel);
    return tunnel;
  }

  /** What serves a stream, or null for one that has not begun or has ended. */
  final @Nullable TunnelStream tunnel(int id) {
    Http2Stream stream = connection().stream(id);
    return stream == null ? null : stream.getProperty(streamKey);
  }

  /** Takes HEADERS. */
  abstract void headers(Http2Stream stream, Http2Headers headers, boolean last);

  /** The peer's SETTINGS have come. */
  abstract void settings();

  /** A stream has ended, after its tunnel heard of it. */
  abstract void ended(Http2Stream stream);

  private final class StreamsGone extends Http2ConnectionAdapter {
    @Override
    public void onStreamClosed(Http2Stream stream) {
      TunnelStream tunnel = stream.removeProperty(streamKey);
      if (tunnel != null) {
        tunnel.closed();
      }
      ended(stream);
    }
  }

  final boolean isWritable(Http2Stream stream) {
    return connection().remote().flowController().isWritable(stream);
  }

  private void writabilityChanged(Http2Stream stream) {
    TunnelStream tunnel = stream.getProperty(streamKey);
    if (tunnel != null && isWritable(stream)) {
      tunnel.writable();
    }
  }

  final ChannelFuture writeData(Http2Stream stream, ByteBuf data, boolean last) {
    ChannelFuture written =
        encoder().writeData(context, stream.id(), data, 0, last, context.newPromise());
    queueFlush();
    return written;
  }

  final void reset(Http2Stream stream, Http2Error error) {
    resetStream(context, stream.id(), error.code(), context.newPromise());
    queueFlush();
  }

  /** Lets the peer send that many bytes more. */
  final void giveBack(Http2Stream stream, int bytes) {
    try {
      if (decoder().flowController().consumeBytes(stream, bytes)) {
        queueFlush(); // a window update
      }
    } catch (Http2Exception e) {
      onError(context, false, e);
    }
  }

  /** Sends what has been written at the end of this turn of the loop. */
  final void queueFlush() {
    if (!flushQueued) {
      flushQueued = true;
      flushes.add(this);
    }
  }

  @Override
  public void flushNow() {
    flushQueued = false;
    flush(context);
  }

  // ---- proofs of life

  private void ping() {
    encoder().writePing(context, false, PING, context.newPromise());
    flush(context);
    pongDue.set(limits.pingTimeout());
  }

  final void pong() {
    pongDue.clear();
    pingDue.set(limits.pingEvery());
  }

  private void peerLost() {
    log.debug("no answer to PING from {}", context.channel().remoteAddress());
    goAway(
        context,
        connection().remote().lastStreamCreated(),
        Http2Error.NO_ERROR.code(),
        context.alloc().buffer(0),
        context.newPromise());
    flush(context);
    context.close(); // from here, and not by this handler, which would wait for the streams
  }

  // ---- the end

  /** Takes no more streams, and closes behind the last one or when the limits' time is over. */
  final void drain() {
    if (context.channel().isActive()) {
      context.channel().close(); // GOAWAY first
    }
  }

  @Override
  protected void handlerRemoved0(ChannelHandlerContext ctx) throws Exception {
    pingDue.cancel();
    pongDue.cancel();
    super.handlerRemoved0(ctx);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) throws Exception {
    failure =
        cause instanceof DecoderException && cause.getCause() != null ? cause.getCause() : cause;
    if (Http2CodecUtil.getEmbeddedHttp2Exception(cause) != null) {
      super.exceptionCaught(ctx, cause);
    } else {
      log.debug("connection with {} failed", ctx.channel().remoteAddress(), cause);
      ctx.close();
    }
  }
}
