package dev.waymark.dataplane.http2;

import dev.waymark.dataplane.exchange.Exchange;
import dev.waymark.dataplane.exchange.Worker;
import dev.waymark.dataplane.loop.Deadline;
import dev.waymark.dataplane.loop.FlushQueue;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.AbstractHttp2ConnectionHandlerBuilder;
import io.netty.handler.codec.http2.Http2CodecUtil;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionAdapter;
import io.netty.handler.codec.http2.Http2ConnectionDecoder;
import io.netty.handler.codec.http2.Http2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A connection to a backend in HTTP/2, in clear, by prior knowledge: many exchanges at once. */
public final class Http2Upstream extends Http2ConnectionHandler implements FlushQueue.Flushable {
  private static final Logger log = LoggerFactory.getLogger(Http2Upstream.class);
  private static final int STREAM_WINDOW = 256 * 1024;
  private static final int CONNECTION_WINDOW = 4 * 1024 * 1024;

  private final Worker worker;
  private final Home home;
  private final String authority;
  private final Http2Connection.PropertyKey streamKey;
  private final Deadline deadline;
  private ChannelHandlerContext context;
  private boolean flushQueued;
  private boolean closing;
  private boolean served;
  private boolean ready;

  /** The pool that a connection belongs to. */
  public interface Home {
    /**
     * The backend has said how many streams it takes; before that, some of them might be refused.
     */
    void ready(Http2Upstream connection);

    /**
     * The connection, which was opened once, is closed; {@code ready} says whether it was ever
     * ready.
     */
    void gone(Http2Upstream connection, boolean ready);
  }

  @SuppressWarnings("NullAway.Init") // the context comes with handlerAdded
  private Http2Upstream(
      Worker worker,
      String authority,
      Home home,
      Http2ConnectionDecoder decoder,
      Http2ConnectionEncoder encoder,
      Http2Settings settings) {
    super(decoder, encoder, settings);
    this.worker = worker;
    this.authority = authority;
    this.home = home;
    streamKey = connection().newKey();
    deadline = new Deadline(worker.loop(), this::close);
    connection().addListener(new StreamsGone());
    connection().remote().flowController().listener(this::writabilityChanged);
  }

  /**
   * Creates the handler of a connection that is about to be opened.
   *
   * @param authority sent where the client named none
   */
  public static Http2Upstream create(Worker worker, String authority, Home home) {
    return new Builder(worker, authority, home).build();
  }

  private static final class Builder
      extends AbstractHttp2ConnectionHandlerBuilder<Http2Upstream, Builder> {
    private final Worker worker;
    private final String authority;
    private final Home home;

    Builder(Worker worker, String authority, Home home) {
      this.worker = worker;
      this.authority = authority;
      this.home = home;
      server(false);
      gracefulShutdownTimeoutMillis(worker.limits().drain().toMillis());
      initialSettings(
          new Http2Settings()
              .pushEnabled(false)
              .initialWindowSize(STREAM_WINDOW)
              .maxHeaderListSize(worker.limits().headBytes()));
      frameListener(new ResponseFrames());
    }

    @Override
    protected Http2Upstream build(
        Http2ConnectionDecoder decoder, Http2ConnectionEncoder encoder, Http2Settings settings) {
      return new Http2Upstream(worker, authority, home, decoder, encoder, settings);
    }

    @Override
    protected Http2Upstream build() {
      Http2Upstream handler = super.build();
      ((ResponseFrames) frameListener()).serve(handler);
      return handler;
    }
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) throws Exception {
    context = ctx;
    super.handlerAdded(ctx);
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) throws Exception {
    deadline.set(worker.limits().connect());
    super.channelActive(ctx); // sends the preface, which must come before any frame
    int more = CONNECTION_WINDOW - Http2CodecUtil.DEFAULT_WINDOW_SIZE;
    decoder().flowController().incrementWindowSize(connection().connectionStream(), more);
  }

  /** The backend's SETTINGS have come. */
  void settingsRead() {
    if (!ready) {
      ready = true;
      deadline.set(worker.limits().upstreamIdle());
      home.ready(this);
    }
  }

  /** Whether another exchange can be served right now. */
  public boolean hasRoom() {
    return !closing
        && context.channel().isActive()
        && !connection().goAwayReceived()
        && connection().local().canOpenStream();
  }

  public int inFlight() {
    return connection().numActiveStreams();
  }

  /** Serves an exchange. */
  public void serve(Exchange exchange) {
    deadline.clear();
    boolean reused = served;
    served = true;
    exchange.connected(new Http2UpstreamStream(this, exchange), reused);
  }

  /** Its own, which all exchanges share. */
  public Channel channel() {
    return context.channel();
  }

  /** Closes behind the last exchange. */
  public void close() {
    closing = true;
    context.channel().close();
  }

  Worker worker() {
    return worker;
  }

  String authority() {
    return authority;
  }

  ChannelHandlerContext context() {
    return context;
  }

  void register(Http2Stream stream, Http2UpstreamStream serving) {
    stream.setProperty(streamKey, serving);
  }

  @Nullable Http2UpstreamStream stream(int id) {
    Http2Stream stream = connection().stream(id);
    return stream == null ? null : stream.getProperty(streamKey);
  }

  boolean isWritable(Http2Stream stream) {
    return connection().remote().flowController().isWritable(stream);
  }

  private void writabilityChanged(Http2Stream stream) {
    Http2UpstreamStream serving = stream.getProperty(streamKey);
    if (serving != null && isWritable(stream)) {
      serving.writable();
    }
  }

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
      Http2UpstreamStream serving = stream.removeProperty(streamKey);
      if (serving != null) {
        serving.closed();
      }
      if (connection().numActiveStreams() == 0) {
        deadline.set(worker.limits().upstreamIdle());
      }
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) throws Exception {
    closing = true;
    home.gone(this, ready);
    super.channelInactive(ctx);
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
      log.debug("connection to {} failed", authority, cause);
      ctx.close();
    }
  }
}
