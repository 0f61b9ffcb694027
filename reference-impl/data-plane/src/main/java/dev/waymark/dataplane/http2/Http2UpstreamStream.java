package dev.waymark.dataplane.http2;

import dev.waymark.dataplane.exchange.Exchange;
import dev.waymark.dataplane.exchange.UpstreamStream;
import dev.waymark.dataplane.http.HeaderBlock;
import dev.waymark.dataplane.http.Names;
import dev.waymark.dataplane.http.RequestHead;
import dev.waymark.dataplane.http.ResponseHead;
import dev.waymark.dataplane.loop.Deadline;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Stream;
import io.netty.handler.codec.http2.ReadOnlyHttp2Headers;
import io.netty.util.AsciiString;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One exchange on a backend's HTTP/2 connection. */
final class Http2UpstreamStream implements UpstreamStream, HeldData.Taker {
  private static final AsciiString HTTP = AsciiString.cached("http");

  private final Http2Upstream connection;
  private final HeldData held = new HeldData(this);
  private final ResponseHead response = new ResponseHead();
  private final Deadline deadline;
  private @Nullable Exchange exchange;
  private @Nullable Http2Stream stream;
  private int id;
  private boolean timed;
  private boolean paused;
  private boolean headSeen;

  Http2UpstreamStream(Http2Upstream connection, Exchange exchange) {
    this.connection = connection;
    this.exchange = exchange;
    this.deadline = new Deadline(connection.worker().loop(), this::expired);
  }

  @Override
  public Channel channel() {
    return connection.context().channel();
  }

  // ---- the request

  @Override
  public void sendHead(RequestHead head, boolean last) {
    id = connection.connection().local().incrementAndGetNextStreamId();
    timed = exchange == null || !exchange.hasOwnTimeouts();
    ChannelHandlerContext context = connection.context();
    ChannelFuture written =
        connection
            .encoder()
            .writeHeaders(context, id, headers(head), 0, last, context.newPromise());
    stream = connection.connection().stream(id);
    if (stream == null) {
      failed(true);
      return;
    }
    connection.register(stream, this);
    written.addListener(
        done -> {
          if (!done.isSuccess()) {
            failed(true);
          }
        });
    progress();
    connection.queueFlush();
  }

  private Http2Headers headers(RequestHead head) {
    HeaderBlock block = head.headers();
    int host = block.indexOf(Names.HOST, 0);
    AsciiString authority =
        host < 0 ? AsciiString.of(connection.authority()) : block.valueBytes(host);
    block.removeAll(Names.HOST);
    AsciiString[] pairs = Fields.pairs(block, head.acceptsTrailers() ? 2 : 0);
    block.add(Names.HOST, authority); // for another attempt
    if (head.acceptsTrailers()) {
      pairs[0] = Names.TE;
      pairs[1] = Names.TRAILERS;
    }
    return ReadOnlyHttp2Headers.clientHeaders(
        false, head.method(), AsciiString.of(head.target()), HTTP, authority, pairs);
  }

  private void progress() {
    if (timed) {
      deadline.set(connection.worker().limits().response());
    }
  }

  @Override
  public void sendData(ByteBuf data, boolean last) {
    ChannelHandlerContext context = connection.context();
    connection.encoder().writeData(context, id, data, 0, last, context.newPromise());
    connection.queueFlush();
    progress();
  }

  @Override
  public void sendEnd(@Nullable HeaderBlock trailers) {
    ChannelHandlerContext context = connection.context();
    if (trailers == null || trailers.count() == 0) {
      sendData(Unpooled.EMPTY_BUFFER, true);
    } else {
      Http2Headers headers = ReadOnlyHttp2Headers.trailers(false, Fields.pairs(trailers, 0));
      connection.encoder().writeHeaders(context, id, headers, 0, true, context.newPromise());
      connection.queueFlush();
      progress();
    }
  }

  @Override
  public boolean isWritable() {
    return stream != null && connection.isWritable(stream);
  }

  void writable() {
    if (exchange != null) {
      exchange.upstreamWritable();
    }
  }

  // ---- the response

  void headers(Http2Headers headers, boolean last) throws Http2Exception {
    Exchange current = exchange;
    if (current == null) {
      return;
    }
    progress();
    if (headSeen) {
      trailers(headers);
      return;
    }
    response.clear();
    for (Map.Entry<CharSequence, CharSequence> field : headers) {
      CharSequence name = field.getKey();
      if (name.isEmpty() || name.charAt(0) != ':') {
        Fields.add(response.headers(), id, name, field.getValue());
      }
    }
    response.status(status(headers.status()));
    int length = response.headers().indexOf(Names.CONTENT_LENGTH, 0);
    if (length
        >= 0) { // Netty has compared it with the data; here it only decides how HTTP/1.1 says where
      // the end is
      response.contentLength(response.headers().valueBytes(length).parseLong());
    }
    headSeen = !response.isInterim();
    if (last) {
      ended();
    }
    current.responseHead(response, last);
  }

  private int status(@Nullable CharSequence text) throws Http2Exception {
    if (text == null
        || text.length() != 3
        || !text.chars().allMatch(c -> c >= '0' && c <= '9')
        || text.charAt(0) == '0') {
      throw Fields.malformed(id, "a response without a status");
    }
    int status = Integer.parseInt(text.toString());
    if (status == 101) {
      throw Fields.malformed(id, "101 in HTTP/2"); // RFC 9113 §8.6
    }
    return status;
  }

  private void trailers(Http2Headers headers) throws Http2Exception {
    HeaderBlock block = new HeaderBlock();
    for (Map.Entry<CharSequence, CharSequence> field : headers) {
      Fields.add(block, id, field.getKey(), field.getValue());
    }
    held.end(block);
  }

  /** Takes a DATA frame; says how many bytes of it need not be held against the backend. */
  int data(ByteBuf data, boolean last) {
    if (exchange == null) {
      return data.readableBytes();
    }
    progress();
    return held.data(data, last);
  }

  @Override
  public boolean wants() {
    return !paused;
  }

  @Override
  public void take(ByteBuf data, boolean last) {
    Exchange current = exchange;
    if (current == null) {
      data.release();
      return;
    }
    if (last) {
      ended();
    }
    current.responseData(data, last);
  }

  @Override
  public void takeEnd(HeaderBlock trailers) {
    Exchange current = exchange;
    if (current != null) {
      ended();
      current.responseEnd(trailers);
    }
  }

  private void ended() {
    exchange = null;
    deadline.cancel();
  }

  @Override
  public void pauseResponse() {
    paused = true;
    deadline.clear();
  }

  @Override
  public void resumeResponse() {
    if (!paused || stream == null) {
      return;
    }
    paused = false;
    progress();
    try {
      if (held.pass(connection.decoder().flowController(), stream)) {
        connection.queueFlush(); // window updates
      }
    } catch (Http2Exception e) {
      connection.onError(connection.context(), false, e);
    }
  }

  // ---- the end of the stream

  @Override
  public void cancel() {
    if (exchange != null) {
      ended();
      held.clear();
      resetStream();
    }
  }

  private void resetStream() {
    ChannelHandlerContext context = connection.context();
    connection.resetStream(context, id, Http2Error.CANCEL.code(), context.newPromise());
    connection.queueFlush();
  }

  private void expired() {
    Exchange current = exchange;
    if (current != null) {
      ended();
      resetStream();
      current.timedOut();
    }
  }

  /** RST_STREAM came. REFUSED_STREAM means that the request was not looked at (RFC 9113 §8.7). */
  void reset(long errorCode) {
    failed(errorCode == Http2Error.REFUSED_STREAM.code());
  }

  /**
   * The stream is closed; if its end has arrived but is held back, the exchange hears of it later.
   */
  void closed() {
    if (held.isEmpty()) {
      failed(!headSeen);
    }
  }

  private void failed(boolean untouched) {
    Exchange current = exchange;
    if (current != null) {
      ended();
      held.clear();
      current.upstreamFailed(untouched);
    }
  }
}
