package dev.waymark.dataplane.http1;

import dev.waymark.dataplane.GatewayLimits;
import dev.waymark.dataplane.exchange.Exchange;
import dev.waymark.dataplane.exchange.UpstreamStream;
import dev.waymark.dataplane.exchange.Worker;
import dev.waymark.dataplane.http.HeaderBlock;
import dev.waymark.dataplane.http.HttpRejection;
import dev.waymark.dataplane.http.Names;
import dev.waymark.dataplane.http.RequestHead;
import dev.waymark.dataplane.http.ResponseHead;
import dev.waymark.dataplane.loop.Deadline;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.AsciiString;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection to a backend in HTTP/1.1, that serves one exchange at a time and goes home to its
 * pool between two.
 */
public final class Http1Upstream extends ChannelInboundHandlerAdapter
    implements UpstreamStream, BodyReader.Sink {
  private static final Logger log = LoggerFactory.getLogger(Http1Upstream.class);

  private enum Phase {
    IDLE,
    HEAD,
    BODY
  }

  private final Worker worker;
  private final GatewayLimits limits;
  private final Home home;
  private final AsciiString authority;
  private final ResponseHead response = new ResponseHead();
  private final ResponseReader reader;
  private final BodyReader body;
  private final Inbound inbound = new Inbound();
  private final Deadline deadline;
  private ChannelHandlerContext context;
  private Outbound outbound;
  private BodyWriter bodyOut;
  private Phase phase = Phase.IDLE;
  private @Nullable Exchange exchange;
  private boolean processing;
  private boolean paused;
  private boolean requestEnded;
  private boolean headRequest;
  private boolean upgradeAsked;
  private boolean upgraded;
  private boolean untouched;
  private boolean timed;

  /** The pool that a connection belongs to. */
  public interface Home {
    /** The connection is ready for another exchange. */
    void idle(Http1Upstream connection);

    /** The connection, which was opened once, is closed. */
    void gone(Http1Upstream connection);
  }

  /**
   * Creates the handler of a connection that is about to be opened.
   *
   * @param authority sent as Host where the client named none
   */
  @SuppressWarnings("NullAway.Init") // context and outbound come with handlerAdded
  public Http1Upstream(Worker worker, Home home, String authority) {
    this.worker = worker;
    this.limits = worker.limits();
    this.home = home;
    this.authority = AsciiString.of(authority);
    HeadLimits heads =
        new HeadLimits(limits.headBytes(), limits.headFields(), limits.targetBytes());
    reader = new ResponseReader(heads, response);
    body = new BodyReader(heads);
    deadline = new Deadline(worker.loop(), this::expired);
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    context = ctx;
    outbound = new Outbound(ctx, worker.flushes());
    bodyOut = new BodyWriter(outbound);
  }

  @Override
  public Channel channel() {
    return context.channel();
  }

  /** Serves an exchange; the connection is open. */
  public void serve(Exchange next, boolean reused) {
    exchange = next;
    next.connected(this, reused);
  }

  /** Goes home at once: the exchange that it was opened for has no use for it any more. */
  public void rest() {
    deadline.set(limits.upstreamIdle());
    home.idle(this);
  }

  /** Closes an idle connection. */
  public void close() {
    context.close();
  }

  public boolean isOpen() {
    return context.channel().isActive();
  }

  // ---- the request

  @Override
  public void sendHead(RequestHead head, boolean last) {
    phase = Phase.HEAD;
    reader.begin();
    requestEnded = last;
    boolean chunked = !last && head.contentLength() < 0;
    if (chunked) {
      bodyOut.beginChunked();
    } else {
      bodyOut.beginPlain();
    }
    headRequest = head.isHead();
    upgradeAsked = !head.upgrade().isEmpty();
    upgraded = false;
    untouched = true;
    timed = exchange == null || !exchange.hasOwnTimeouts();
    setResponseDeadline();

    ByteBuf out = outbound.reserve(head.headers().size() + Wire.HEAD_EXTRA);
    Wire.requestLineAndFields(out, head);
    if (chunked) {
      out.writeBytes(Wire.TRANSFER_ENCODING_CHUNKED);
    }
    if (upgradeAsked) {
      Wire.upgrade(out, head.upgrade());
    }
    if (head.hostEnd() == 0 && !head.headers().contains(Names.HOST)) {
      Wire.host(out, authority);
    }
    out.writeBytes(Wire.CRLF);
  }

  private void setResponseDeadline() {
    if (timed) {
      deadline.set(limits.response());
    } else {
      deadline.clear();
    }
  }

  @Override
  public void sendData(ByteBuf data, boolean last) {
    bodyOut.data(data);
    if (last) {
      sendEnd(null);
    } else if (!upgraded) {
      setResponseDeadline();
    }
  }

  @Override
  public void sendEnd(@Nullable HeaderBlock trailers) {
    requestEnded = true;
    setResponseDeadline();
    bodyOut.end(trailers);
  }

  @Override
  public boolean isWritable() {
    return context.channel().isWritable();
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    if (exchange != null && ctx.channel().isWritable()) {
      exchange.upstreamWritable();
    }
  }

  // ---- the response

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    inbound.add((ByteBuf) message, ctx.alloc());
    untouched = false;
    process();
  }

  private void process() {
    if (processing) {
      return;
    }
    processing = true;
    try {
      while (exchange != null && inbound.bytes() != null && step(inbound.bytes())) {
        inbound.trim();
      }
      if (phase == Phase.IDLE && inbound.size() > 0) {
        inbound.clear(); // bytes that nobody asked for: what follows would be taken for the next
        // response
        context.close();
      }
    } catch (HttpRejection rejection) {
      log.debug("{} sent {}", authority, rejection.reason());
      fail();
    } finally {
      processing = false;
    }
    inbound.trim();
    if (exchange != null && phase == Phase.BODY && !paused && !upgraded) {
      setResponseDeadline();
    }
  }

  private boolean step(ByteBuf in) throws HttpRejection {
    switch (phase) {
      case IDLE -> {
        return false;
      }
      case HEAD -> {
        if (!reader.readHead(in)) {
          return false;
        }
        headRead(in);
        return true;
      }
      case BODY -> {
        int before = in.readableBytes();
        body.read(in, this);
        return in.readableBytes() < before;
      }
    }
    throw new IllegalStateException("unreachable");
  }

  private void headRead(ByteBuf in) throws HttpRejection {
    Exchange current = exchange;
    if (current == null) {
      return;
    }
    if (response.isInterim()) {
      current.responseHead(response, false);
      reader.begin();
      return;
    }
    boolean last = false;
    if (response.status() == 101) {
      if (!upgradeAsked || response.upgrade().isEmpty()) {
        throw HttpRejection.badRequest("101 that nobody asked for");
      }
      upgraded = true;
      bodyOut.beginPlain();
      deadline.clear();
      body.beginUntilClose();
    } else if (headRequest || response.isBodiless() || response.contentLength() == 0) {
      last = true;
    } else if (response.isChunked()) {
      body.beginChunked();
    } else if (response.contentLength() > 0) {
      body.beginLength(response.contentLength());
    } else {
      body.beginUntilClose();
    }
    phase = Phase.BODY;
    if (last) {
      responseEnded(in);
    }
    current.responseHead(response, last);
  }

  @Override
  public boolean wantsBody() {
    return !paused && exchange != null;
  }

  @Override
  public void bodyData(ByteBuf data, boolean last) {
    Exchange current = exchange;
    if (current == null) {
      data.release();
      return;
    }
    if (last) {
      responseEnded(inbound.bytes());
    }
    current.responseData(data, last);
  }

  @Override
  public void bodyEnd(HeaderBlock trailers) {
    Exchange current = exchange;
    if (current != null) {
      responseEnded(inbound.bytes());
      current.responseEnd(trailers);
    }
  }

  /**
   * Lets go of the exchange, before it hears of the end, so that the client's next request finds
   * the connection at home. A connection that has not taken the whole request, or sent more than
   * the response, is out of step and closed.
   */
  private void responseEnded(@Nullable ByteBuf rest) {
    exchange = null;
    phase = Phase.IDLE;
    paused = false;
    boolean inStep = requestEnded && (rest == null || !rest.isReadable());
    if (inStep && response.keepAlive() && isOpen()) {
      rest();
    } else {
      outbound.close();
    }
  }

  @Override
  public void pauseResponse() {
    paused = true;
    deadline.clear(); // the client is slow, not the backend
    context.channel().config().setAutoRead(false);
  }

  @Override
  public void resumeResponse() {
    if (!paused) {
      return;
    }
    paused = false;
    if (!upgraded) {
      setResponseDeadline();
    }
    process();
    if (!paused) {
      context.channel().config().setAutoRead(true);
    }
  }

  // ---- the end of the connection

  @Override
  public void cancel() {
    if (exchange != null) {
      exchange = null;
      outbound.flushNow(); // of a tunnel, the client's last words
      context.close();
    }
  }

  private void fail() {
    Exchange current = exchange;
    exchange = null;
    context.close();
    if (current != null) {
      current.upstreamFailed(false);
    }
  }

  private void expired() {
    Exchange current = exchange;
    exchange = null;
    context.close();
    if (current != null) {
      current.timedOut();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    Exchange current = exchange;
    boolean complete = phase == Phase.BODY && body.endsWithConnection();
    exchange = null;
    phase = Phase.IDLE;
    home.gone(this);
    if (current == null) {
      return;
    }
    if (complete) {
      current.responseEnd(null);
    } else {
      current.upstreamFailed(untouched);
    }
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    deadline.cancel();
    inbound.clear();
    outbound.discard();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    log.debug("connection to {} failed", authority, cause);
    ctx.close();
  }
}
