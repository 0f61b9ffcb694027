package dev.waymark.kit.probe;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.waymark.kit.Header;
import dev.waymark.kit.Protocol;
import dev.waymark.kit.Request;
import dev.waymark.kit.Response;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.DefaultHttp2WindowUpdateFrame;
import io.netty.handler.codec.http2.Http2ChannelDuplexHandler;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2FrameStream;
import io.netty.handler.codec.http2.Http2GoAwayFrame;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.util.ReferenceCountUtil;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * HTTP/2 over one connection, one stream at a time. Netty's codec does the framing in memory; the
 * bytes go over the same blocking connection as HTTP/1.1 does, so that failures read alike.
 */
final class Http2Conversation implements Conversation {

  private static final int READ_SIZE = 16 << 10;

  private final Link link;
  private final Streams streams = new Streams();
  private final EmbeddedChannel frames;
  private boolean open = true;

  Http2Conversation(Link link) throws IOException {
    this.link = link;
    if (link.tls() != null && !link.tls().alpn().equals("h2")) {
      throw new IOException(
          "the server did not agree on h2 by ALPN, it chose "
              + (link.tls().alpn().isEmpty() ? "nothing" : link.tls().alpn()));
    }
    frames =
        new EmbeddedChannel(
            Http2FrameCodecBuilder.forClient()
                .initialSettings(Http2Settings.defaultSettings().pushEnabled(false))
                .validateHeaders(true)
                .build(),
            streams);
  }

  @Override
  public Response exchange(Request request, InetSocketAddress to) throws IOException {
    Http2FrameStream stream = streams.newStream();
    byte[] body = Http1Writer.content(request.body());
    frames.writeOneOutbound(
        new DefaultHttp2HeadersFrame(head(request, to), body.length == 0).stream(stream));
    if (body.length > 0) {
      frames.writeOneOutbound(
          new DefaultHttp2DataFrame(Unpooled.wrappedBuffer(body), true).stream(stream));
    }
    frames.flushOutbound();
    send();
    return read(stream);
  }

  @Override
  public boolean isOpen() {
    return open;
  }

  private static Http2Headers head(Request request, InetSocketAddress to) {
    Http2Headers headers =
        new DefaultHttp2Headers(false)
            .method(request.method())
            .scheme(request.protocol() == Protocol.H2 ? "https" : "http")
            .authority(Http1Writer.authority(request, to))
            .path(request.path());
    request
        .headers()
        .forEach(header -> headers.add(header.name().toLowerCase(Locale.ROOT), header.value()));
    return headers;
  }

  private Response read(Http2FrameStream stream) throws IOException {
    var answer = new Arriving();
    while (!answer.complete) {
      Object frame = frames.readInbound();
      if (frame == null) {
        receive(answer);
        continue;
      }
      try {
        take(frame, stream, answer);
      } finally {
        ReferenceCountUtil.release(frame);
      }
    }
    return answer.response(link);
  }

  private void take(Object frame, Http2FrameStream stream, Arriving answer) throws IOException {
    switch (frame) {
      case Http2HeadersFrame headers when headers.stream() == stream -> answer.headers(headers);
      case Http2DataFrame data when data.stream() == stream -> {
        answer.data(data);
        if (!data.isEndStream()) {
          frames.writeOutbound(
              new DefaultHttp2WindowUpdateFrame(data.initialFlowControlledBytes()).stream(stream));
          send();
        }
      }
      case Http2ResetFrame reset when reset.stream() == stream -> {
        if (!answer.complete) {
          throw new IOException("stream reset by the server: " + name(reset.errorCode()));
        }
      }
      case Http2GoAwayFrame goAway -> {
        open = false;
        if (goAway.errorCode() != Http2Error.NO_ERROR.code()) {
          throw new IOException(
              "connection ended by the server: " + name(goAway.errorCode()) + reason(goAway));
        }
      }
      default -> {} // Settings, pings: the codec has answered them.
    }
  }

  private void receive(Arriving answer) throws IOException {
    var bytes = new byte[READ_SIZE];
    int count = link.in().read(bytes);
    if (count < 0) {
      throw new EOFException(
          answer.status == null ? Failures.BEFORE_A_RESPONSE : "within a response");
    }
    try {
      frames.writeInbound(Unpooled.wrappedBuffer(bytes, 0, count));
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) { // EmbeddedChannel rethrows the codec's checked exceptions unseen.
      throw e instanceof Http2Exception broken
          ? new MalformedResponse(broken.getMessage() + " (RFC 9113)")
          : new IOException(e);
    }
    send();
  }

  /** Sends what the codec wants to say by itself too: preface, settings, acknowledgements. */
  private void send() throws IOException {
    boolean any = false;
    for (ByteBuf bytes = frames.readOutbound(); bytes != null; bytes = frames.readOutbound()) {
      try {
        bytes.readBytes(link.out(), bytes.readableBytes());
        any = true;
      } finally {
        bytes.release();
      }
    }
    if (any) {
      link.out().flush();
    }
  }

  private static String name(long code) {
    Http2Error error = Http2Error.valueOf(code);
    return error == null ? "error " + code : error.name();
  }

  private static String reason(Http2GoAwayFrame goAway) {
    String text = goAway.content().toString(UTF_8);
    return text.isEmpty() ? "" : " (" + text + ")";
  }

  /** Makes streams, which a codec does only for a handler after it. */
  private static final class Streams extends Http2ChannelDuplexHandler {}

  /** A response of which some frames may be missing yet. */
  private static final class Arriving {
    private final ByteArrayOutputStream content = new ByteArrayOutputStream();
    private final List<Header> headers = new ArrayList<>();
    private @Nullable String status;
    private boolean complete;

    void headers(Http2HeadersFrame frame) throws MalformedResponse {
      CharSequence code = frame.headers().status();
      if (code != null && code.length() == 3 && code.charAt(0) == '1') {
        return; // Informational: the final response is still to come.
      }
      if (status == null) {
        if (code == null) {
          throw new MalformedResponse("no :status (RFC 9113 §8.3.2)");
        }
        status = code.toString();
        frame
            .headers()
            .forEach(
                field -> {
                  if (field.getKey().charAt(0) != ':') {
                    headers.add(new Header(field.getKey().toString(), field.getValue().toString()));
                  }
                });
      }
      complete = frame.isEndStream(); // Of trailers only the end matters here.
    }

    void data(Http2DataFrame frame) throws IOException {
      frame.content().readBytes(content, frame.content().readableBytes());
      complete = frame.isEndStream();
    }

    Response response(Link link) throws MalformedResponse {
      if (status == null || !status.matches("[2-5]\\d\\d")) {
        throw new MalformedResponse(":status " + status + " (RFC 9113 §8.3.2)");
      }
      return new Response(
          Integer.parseInt(status), "HTTP/2.0", headers, content.toString(UTF_8), link.tls());
    }
  }
}
