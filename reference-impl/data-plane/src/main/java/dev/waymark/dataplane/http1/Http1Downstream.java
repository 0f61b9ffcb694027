package dev.waymark.dataplane.http1;

import dev.waymark.dataplane.GatewayLimits;
import dev.waymark.dataplane.exchange.Arrival;
import dev.waymark.dataplane.exchange.ClientStream;
import dev.waymark.dataplane.exchange.Drain;
import dev.waymark.dataplane.exchange.Exchange;
import dev.waymark.dataplane.exchange.LocalResponse;
import dev.waymark.dataplane.exchange.Worker;
import dev.waymark.dataplane.http.HeaderBlock;
import dev.waymark.dataplane.http.HttpRejection;
import dev.waymark.dataplane.http.Names;
import dev.waymark.dataplane.http.RequestHead;
import dev.waymark.dataplane.http.ResponseHead;
import dev.waymark.dataplane.loop.Deadline;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A client's HTTP/1.x connection. Requests are served one after the other, so that pipelined ones
 * are answered in order (RFC 9112 §9.3.2); the next one's bytes wait meanwhile.
 */
public final class Http1Downstream extends ChannelInboundHandlerAdapter
    implements ClientStream, BodyReader.Sink {
  private static final Logger log = LoggerFactory.getLogger(Http1Downstream.class);
  private static final int HOLD_UP_TO = 64 * 1024; // of requests that wait their turn
  private static final int DISCARD_UP_TO =
      256 * 1024; // of a body that nobody wants, to keep the connection

  private enum Phase {
    HEAD,
    BODY,
    RESPONSE,
    TUNNEL,
    CLOSING
  }

  private final Worker worker;
  private final GatewayLimits limits;
  private final Arrival arrival;
  private final RequestHead request = new RequestHead();
  private final RequestReader reader;
  private final BodyReader body;
  private final Inbound inbound = new Inbound();
  private final Deadline deadline;
  private ChannelHandlerContext context;
  private Outbound outbound;
  private BodyWriter bodyOut;
  private Phase phase = Phase.HEAD;
  private @Nullable Exchange exchange;
  private boolean processing;
  private boolean paused;
  private boolean draining;
  private long bodyBytes;
  private boolean continued;
  private boolean closeAfter;
  private boolean responseStarted;

  /** Serves a connection that came in as {@code arrival} says. */
  @SuppressWarnings("NullAway.Init") // context and outbound come with handlerAdded
  public Http1Downstream(Worker worker, Arrival arrival) {
    this.worker = worker;
    this.limits = worker.limits();
    this.arrival = arrival;
    HeadLimits heads =
        new HeadLimits(limits.headBytes(), limits.headFields(), limits.targetBytes());
    reader = new RequestReader(heads, request);
    body = new BodyReader(heads);
    deadline = new Deadline(worker.loop(), this::expired);
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    context = ctx;
    outbound = new Outbound(ctx, worker.flushes());
    bodyOut = new BodyWriter(outbound);
    deadline.set(limits.head());
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    ByteBuf read = (ByteBuf) message;
    if (phase == Phase.CLOSING) {
      read.release();
      return;
    }
    inbound.add(read, ctx.alloc());
    process();
  }

  private void process() {
    if (processing) {
      return; // called back by what it has set going; the loop below sees the new state
    }
    processing = true;
    try {
      while (inbound.bytes() != null && step(inbound.bytes())) {
        inbound.trim();
      }
    } catch (HttpRejection rejection) {
      refuse(rejection);
    } finally {
      processing = false;
    }
    inbound.trim();
    updateReading();
  }

  /** Takes one thing from the bytes; false when nothing can be taken now. */
  private boolean step(ByteBuf in) throws HttpRejection {
    switch (phase) {
      case HEAD -> {
        boolean first = !reader.isStarted();
        if (!reader.readHead(in)) {
          if (first) {
            deadline.set(limits.head());
          }
          return false;
        }
        headRead();
        return true;
      }
      case BODY, TUNNEL -> {
        int before = in.readableBytes();
        body.read(in, this);
        return in.readableBytes() < before;
      }
      case RESPONSE, CLOSING -> {
        return false;
      }
    }
    throw new IllegalStateException("unreachable");
  }

  private void headRead() throws HttpRejection {
    deadline.clear();
    continued = false;
    closeAfter = draining || !request.keepAlive();
    responseStarted = false;
    bodyBytes = 0;
    if (limits.bodyBytes() > 0 && request.contentLength() > limits.bodyBytes()) {
      throw new HttpRejection(413, "a body longer than " + limits.bodyBytes() + " bytes");
    }
    if (!request.hasBody()) {
      phase = Phase.RESPONSE;
    } else {
      phase = Phase.BODY;
      if (request.isChunked()) {
        body.beginChunked();
      } else {
        body.beginLength(request.contentLength());
      }
      deadline.set(limits.idle());
    }
    exchange = Exchange.of(worker, this, arrival, request);
    exchange.begin();
  }

  // ---- the request's body

  @Override
  public boolean wantsBody() {
    return !paused && phase != Phase.CLOSING;
  }

  @Override
  public void bodyData(ByteBuf data, boolean last) {
    bodyBytes += data.readableBytes();
    if (phase == Phase.BODY && isTooLong()) {
      data.release();
      if (exchange == null) {
        linger(); // it has been answered
      } else {
        refuse(new HttpRejection(413, "a body longer than " + limits.bodyBytes() + " bytes"));
      }
      return;
    }
    if (last) {
      requestEnded();
    } else if (phase == Phase.BODY) {
      deadline.set(limits.idle());
    }
    if (exchange != null) {
      exchange.requestData(data, last);
    } else {
      data.release();
      if (last) {
        exchangeEnded();
      }
    }
  }

  private boolean isTooLong() {
    return exchange == null
        ? bodyBytes > DISCARD_UP_TO
        : limits.bodyBytes() > 0 && bodyBytes > limits.bodyBytes();
  }

  @Override
  public void bodyEnd(HeaderBlock trailers) {
    requestEnded();
    if (exchange != null) {
      exchange.requestEnd(trailers);
    } else {
      exchangeEnded();
    }
  }

  private void requestEnded() {
    deadline.clear();
    if (phase == Phase.BODY) {
      phase = Phase.RESPONSE;
    }
  }

  @Override
  public void pauseRequest() {
    paused = true;
    deadline.clear();
    updateReading();
  }

  @Override
  public void resumeRequest() {
    if (!paused) {
      return;
    }
    paused = false;
    if (phase == Phase.BODY) {
      deadline.set(limits.idle());
    }
    process();
  }

  private void updateReading() {
    boolean bodyPaused = paused && (phase == Phase.BODY || phase == Phase.TUNNEL);
    boolean wanted = !bodyPaused && inbound.size() < HOLD_UP_TO;
    if (context.channel().config().isAutoRead() != wanted) {
      context.channel().config().setAutoRead(wanted);
    }
  }

  // ---- the response

  @Override
  public void sendInterim(ResponseHead head) {
    if (request.version() == RequestHead.Version.HTTP_1_0) {
      return; // RFC 9110 §15.2
    }
    continued |= head.status() == 100;
    ByteBuf out = outbound.reserve(head.headers().size() + Wire.HEAD_EXTRA);
    Wire.statusLineAndFields(out, head);
    out.writeBytes(Wire.CRLF);
  }

  @Override
  public void sendHead(ResponseHead head, boolean last) {
    responseStarted = true;
    boolean upgraded = head.status() == 101;
    boolean bodiless = !upgraded && (request.isHead() || head.isBodiless());
    boolean unknownLength = !bodiless && !upgraded && head.contentLength() < 0;
    boolean oldClient = request.version() == RequestHead.Version.HTTP_1_0;
    boolean chunked = unknownLength && !last && !oldClient;
    if (bodiless) {
      bodyOut.beginNone();
    } else if (chunked) {
      bodyOut.beginChunked();
    } else {
      bodyOut.beginPlain();
    }
    if (head.status() == 204 && head.contentLength() >= 0) {
      head.headers().removeAll(Names.CONTENT_LENGTH); // RFC 9110 §8.6
    }
    closeAfter |= unknownLength && !last && oldClient; // the connection's end is the body's
    closeAfter |= draining || (last && phase == Phase.BODY && !canSkipBody());

    ByteBuf out = outbound.reserve(head.headers().size() + Wire.HEAD_EXTRA);
    Wire.statusLineAndFields(out, head);
    if (upgraded) {
      Wire.upgrade(out, head.upgrade());
    } else if (closeAfter) {
      out.writeBytes(Wire.CONNECTION_CLOSE);
    } else if (oldClient) {
      out.writeBytes(Wire.CONNECTION_KEEP_ALIVE);
    }
    if (chunked) {
      out.writeBytes(Wire.TRANSFER_ENCODING_CHUNKED);
    } else if (unknownLength && last) {
      out.writeBytes(Wire.CONTENT_LENGTH_ZERO);
    }
    out.writeBytes(Wire.CRLF);
    if (upgraded) {
      phase = Phase.TUNNEL;
      body.beginUntilClose();
      process();
    } else if (last) {
      exchangeEnded();
    }
  }

  /** Whether a body that goes nowhere is short enough to be read for the sake of the connection. */
  private boolean canSkipBody() {
    boolean unasked =
        request.expectsContinue()
            && !continued; // the client may never send it: the next bytes can't be told apart
    return !unasked && request.contentLength() <= DISCARD_UP_TO;
  }

  @Override
  public void sendData(ByteBuf data, boolean last) {
    bodyOut.data(data);
    if (last) {
      sendEnd(null);
    }
  }

  @Override
  public void sendEnd(@Nullable HeaderBlock trailers) {
    bodyOut.end(trailers);
    exchangeEnded();
  }

  /** The response is complete; the connection goes on once the request is, too. */
  private void exchangeEnded() {
    exchange = null;
    paused = false;
    if (closeAfter || phase == Phase.TUNNEL) {
      linger();
    } else if (phase == Phase.BODY && !canSkipBody()) {
      linger();
    } else if (phase == Phase.RESPONSE) {
      phase = Phase.HEAD;
      reader.begin();
      deadline.set(draining ? limits.linger() : limits.idle());
      process();
    } else {
      process(); // the rest of the body
    }
  }

  @Override
  public void abort() {
    exchange = null;
    phase = Phase.CLOSING;
    outbound.flushNow();
    context.close();
  }

  @Override
  public boolean isWritable() {
    return context.channel().isWritable();
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    if (!ctx.channel().isWritable()) {
      deadline.set(limits.idle()); // a client that reads nothing is gone
      return;
    }
    if (phase == Phase.RESPONSE || phase == Phase.TUNNEL) {
      deadline.clear();
    }
    if (exchange != null) {
      exchange.clientWritable();
    }
  }

  // ---- the end of the connection

  private void refuse(HttpRejection rejection) {
    log.debug("refused {}: {}", arrival.forwardedFor(), rejection.reason());
    Exchange current = exchange;
    exchange = null;
    if (current != null) {
      current.clientGone();
      if (responseStarted) {
        abort();
        return;
      }
    }
    closeAfter = true;
    phase = Phase.RESPONSE;
    if (request.version() == RequestHead.Version.HTTP_1_0 && request.targetEnd() == 0) {
      request.version(RequestHead.Version.HTTP_1_1);
    }
    LocalResponse.of(rejection.status()).sendTo(this);
  }

  /**
   * Closes behind the response, but leaves the client time to read it: a reset would take it out of
   * the client's hands.
   */
  private void linger() {
    phase = Phase.CLOSING;
    inbound.clear();
    updateReading();
    boolean clear = context.pipeline().get(SslHandler.class) == null;
    if (clear && context.channel() instanceof DuplexChannel channel) {
      outbound.flushNow();
      context.writeAndFlush(context.alloc().buffer(0)).addListener(_ -> channel.shutdownOutput());
      deadline.set(limits.linger());
    } else {
      outbound.close();
    }
  }

  private void expired() {
    switch (phase) {
      case HEAD -> {
        if (reader.isStarted()) {
          refuse(new HttpRejection(408, "the head did not arrive in time"));
        } else {
          context.close();
        }
      }
      case BODY -> {
        if (context.channel().isWritable()) {
          refuse(new HttpRejection(408, "the body did not arrive in time"));
        } else {
          context.close();
        }
      }
      case RESPONSE, TUNNEL, CLOSING -> context.close();
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event == Drain.NOW) {
      draining = true;
      if (phase == Phase.HEAD && !reader.isStarted()) {
        deadline.set(
            limits
                .linger()); // a request may be on its way; it is answered, with "connection: close"
      } else if (phase == Phase.TUNNEL) {
        closeAfter = true;
      }
    } else {
      ctx.fireUserEventTriggered(event);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    phase = Phase.CLOSING;
    Exchange current = exchange;
    exchange = null;
    if (current != null) {
      current.clientGone();
    }
    ctx.fireChannelInactive();
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    deadline.cancel();
    inbound.clear();
    outbound.discard();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    log.debug("connection of {} failed", arrival.forwardedFor(), cause);
    ctx.close();
  }
}
