package dev.waymark.dataplane.http2;

import dev.waymark.dataplane.exchange.ClientStream;
import dev.waymark.dataplane.exchange.Exchange;
import dev.waymark.dataplane.exchange.LocalResponse;
import dev.waymark.dataplane.http.HeaderBlock;
import dev.waymark.dataplane.http.RequestHead;
import dev.waymark.dataplane.http.ResponseHead;
import dev.waymark.dataplane.loop.Deadline;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Stream;
import io.netty.handler.codec.http2.ReadOnlyHttp2Headers;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One request on a client's HTTP/2 connection. */
final class Http2ClientStream implements ClientStream, HeldData.Taker {
  private final Http2Downstream connection;
  private final Http2Stream stream;
  private final RequestHead request;
  private final HeldData held = new HeldData(this);
  private final Exchange exchange;
  private @Nullable Deadline stall;
  private boolean paused;
  private boolean requestEnded;
  private boolean responseEnded;
  private boolean bodiless;
  private long bodyBytes;

  Http2ClientStream(Http2Downstream connection, Http2Stream stream, RequestHead request) {
    this.connection = connection;
    this.stream = stream;
    this.request = request;
    this.exchange = Exchange.of(connection.worker(), this, connection.arrival(), request);
    this.requestEnded = !request.hasBody();
  }

  void begin() {
    if (request.method().contentEquals("CONNECT")) {
      LocalResponse.of(501).sendTo(this);
    } else {
      exchange.begin();
    }
  }

  // ---- the request's body

  /** Takes a DATA frame; says how many bytes of it need not be held against the client. */
  int data(ByteBuf data, boolean last) {
    bodyBytes += data.readableBytes();
    long allowed = connection.worker().limits().bodyBytes();
    if (allowed > 0 && bodyBytes > allowed && !responseEnded) {
      exchange.clientGone();
      LocalResponse.of(413).sendTo(this);
      return data.readableBytes();
    }
    return held.data(data, last);
  }

  @Override
  public boolean wants() {
    return !paused;
  }

  @Override
  public void take(ByteBuf data, boolean last) {
    requestEnded |= last;
    if (responseEnded) {
      data.release();
    } else {
      exchange.requestData(data, last);
    }
  }

  @Override
  public void takeEnd(HeaderBlock trailers) {
    requestEnded = true;
    exchange.requestEnd(trailers);
  }

  void trailers(Http2Headers headers) throws Http2Exception {
    HeaderBlock block = new HeaderBlock();
    for (Map.Entry<CharSequence, CharSequence> field : headers) {
      Fields.add(block, stream.id(), field.getKey(), field.getValue());
    }
    held.end(block);
  }

  @Override
  public void pauseRequest() {
    paused = true;
  }

  @Override
  public void resumeRequest() {
    paused = false;
    try {
      if (held.pass(connection.decoder().flowController(), stream)) {
        connection.queueFlush(); // window updates
      }
    } catch (Http2Exception e) {
      connection.onError(connection.context(), false, e);
    }
  }

  // ---- the response

  @Override
  public void sendInterim(ResponseHead head) {
    writeHead(head, false);
  }

  @Override
  public void sendHead(ResponseHead head, boolean last) {
    bodiless = request.isHead() || head.isBodiless();
    writeHead(head, last);
    if (last) {
      responseEnded();
    }
  }

  private void writeHead(ResponseHead head, boolean last) {
    Http2Headers headers =
        ReadOnlyHttp2Headers.serverHeaders(
            false,
            HttpResponseStatus.valueOf(head.status()).codeAsText(),
            Fields.pairs(head.headers(), 0));
    ChannelHandlerContext context = connection.context();
    connection.encoder().writeHeaders(context, stream.id(), headers, 0, last, context.newPromise());
    connection.queueFlush();
  }

  @Override
  public void sendData(ByteBuf data, boolean last) {
    ChannelHandlerContext context = connection.context();
    if (bodiless) {
      data.release();
    } else {
      connection.encoder().writeData(context, stream.id(), data, 0, last, context.newPromise());
      connection.queueFlush();
    }
    if (last) {
      responseEnded();
    }
  }

  @Override
  public void sendEnd(@Nullable HeaderBlock trailers) {
    ChannelHandlerContext context = connection.context();
    if (trailers == null || trailers.count() == 0) {
      connection
          .encoder()
          .writeData(context, stream.id(), Unpooled.EMPTY_BUFFER, 0, true, context.newPromise());
    } else {
      Http2Headers headers = ReadOnlyHttp2Headers.trailers(false, Fields.pairs(trailers, 0));
      connection
          .encoder()
          .writeHeaders(context, stream.id(), headers, 0, true, context.newPromise());
    }
    connection.queueFlush();
    responseEnded();
  }

  private void responseEnded() {
    responseEnded = true;
    held.clear();
    if (!requestEnded) { // asks the client to stop sending (RFC 9113 §8.1)
      reset(Http2Error.NO_ERROR);
    }
  }

  @Override
  public void abort() {
    responseEnded = true;
    reset(Http2Error.INTERNAL_ERROR);
  }

  private void reset(Http2Error error) {
    ChannelHandlerContext context = connection.context();
    connection.resetStream(context, stream.id(), error.code(), context.newPromise());
    connection.queueFlush();
  }

  @Override
  public boolean isWritable() {
    boolean writable = connection.isWritable(stream);
    if (!writable) {
      if (stall == null) {
        stall = new Deadline(connection.worker().loop(), this::stalled);
      }
      stall.set(connection.worker().limits().idle());
    }
    return writable;
  }

  void writabilityChanged(boolean writable) {
    if (writable) {
      if (stall != null) {
        stall.clear();
      }
      exchange.clientWritable();
    }
  }

  private void stalled() {
    exchange.clientGone();
    abort();
  }

  /** The stream is closed, by whomever. */
  void closed() {
    if (stall != null) {
      stall.cancel();
    }
    held.clear();
    if (!responseEnded) {
      responseEnded = true;
      exchange.clientGone();
    }
  }
}
