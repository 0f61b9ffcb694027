package dev.waymark.dataplane;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2GoAwayFrame;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2StreamChannel;
import io.netty.handler.codec.http2.Http2StreamChannelBootstrap;
import io.netty.handler.ssl.SslContext;
import io.netty.util.ReferenceCountUtil;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A client in HTTP/2, by prior knowledge or over TLS, that a test can drive frame by frame. */
public final class H2Client implements AutoCloseable {
  private final EventLoopGroup loops =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final Channel connection;
  private final BlockingQueue<Long> goAways = new LinkedBlockingQueue<>();
  private final String scheme;

  /**
   * A response.
   *
   * @param reset the error of the RST_STREAM that ended it, or -1
   */
  public record Response(
      List<Http2Headers> heads, String body, @Nullable Http2Headers trailers, long reset) {
    public int status() {
      return Integer.parseInt(String.valueOf(heads.getLast().status()));
    }

    public String header(String name) {
      return String.valueOf(heads.getLast().get(name));
    }
  }

  /** In clear. */
  public H2Client(int port) {
    this(port, null, "");
  }

  /** Over TLS, with a server name; in clear without a context. */
  public H2Client(int port, @Nullable SslContext tls, String serverName) {
    scheme = tls == null ? "http" : "https";
    ChannelInitializer<Channel> initializer =
        new ChannelInitializer<>() {
          @Override
          protected void initChannel(Channel channel) {
            if (tls != null) {
              channel.pipeline().addLast(tls.newHandler(channel.alloc(), serverName, port));
            }
            channel
                .pipeline()
                .addLast(
                    Http2FrameCodecBuilder.forClient()
                        .validateHeaders(false)
                        .initialSettings(
                            Http2Settings.defaultSettings()
                                .pushEnabled(false)
                                .initialWindowSize(16 * 1024)) // a quarter of the connection's
                        .build())
                .addLast(new Http2MultiplexHandler(new ChannelInboundHandlerAdapter()))
                .addLast(
                    new ChannelInboundHandlerAdapter() {
                      @Override
                      public void channelRead(ChannelHandlerContext ctx, Object message) {
                        if (message instanceof Http2GoAwayFrame frame) {
                          goAways.add(frame.errorCode());
                        }
                        ReferenceCountUtil.release(message);
                      }
                    });
          }
        };
    connection =
        new Bootstrap()
            .group(loops)
            .channel(NioSocketChannel.class)
            .handler(initializer)
            .connect(InetAddress.getLoopbackAddress(), port)
            .syncUninterruptibly()
            .channel();
  }

  public Http2Headers headers(String method, String path, String authority) {
    return new DefaultHttp2Headers(false)
        .method(method)
        .scheme(scheme)
        .path(path)
        .authority(authority);
  }

  public Response get(String path, String authority) throws Exception {
    return open().head(headers("GET", path, authority), true).response();
  }

  /** Opens a stream. */
  public Stream open() throws InterruptedException {
    return new Stream(connection);
  }

  /** The error of the GOAWAY that comes next. */
  public @Nullable Long goAway() throws InterruptedException {
    return goAways.poll(5, TimeUnit.SECONDS);
  }

  public void awaitClosed() {
    if (!connection.closeFuture().awaitUninterruptibly(5, TimeUnit.SECONDS)) {
      throw new AssertionError("the connection is still open");
    }
  }

  public boolean isOpen() {
    return connection.isActive();
  }

  /** One exchange. */
  public static final class Stream {
    private static final Object CLOSED = new Object();
    private final BlockingQueue<Object> frames = new LinkedBlockingQueue<>();
    private final Http2StreamChannel channel;

    Stream(Channel connection) throws InterruptedException {
      channel =
          new Http2StreamChannelBootstrap(connection)
              .handler(
                  new ChannelInboundHandlerAdapter() {
                    @Override
                    public void channelRead(ChannelHandlerContext ctx, Object message) {
                      frames.add(message);
                    }

                    @Override
                    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
                      if (event instanceof Http2ResetFrame) {
                        frames.add(event);
                      }
                    }

                    @Override
                    public void channelInactive(ChannelHandlerContext ctx) {
                      frames.add(CLOSED);
                    }

                    @Override
                    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
                      frames.add(CLOSED);
                    }
                  })
              .open()
              .sync()
              .getNow();
    }

    public Stream head(Http2Headers headers, boolean last) {
      channel.writeAndFlush(new DefaultHttp2HeadersFrame(headers, last));
      return this;
    }

    public Stream data(String text, boolean last) {
      return data(Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1), last);
    }

    public Stream data(ByteBuf bytes, boolean last) {
      channel.writeAndFlush(new DefaultHttp2DataFrame(bytes, last));
      return this;
    }

    /** Stops or goes on reading: while it stops, the window is not opened again. */
    public void reading(boolean on) {
      channel.eventLoop().submit(() -> channel.config().setAutoRead(on)).syncUninterruptibly();
    }

    public boolean isWritable() {
      return channel.isWritable();
    }

    public void cancel() {
      channel.close().syncUninterruptibly();
    }

    /** Collects the response to its end. */
    public Response response() throws InterruptedException {
      List<Http2Headers> heads = new ArrayList<>();
      ByteArrayOutputStream body = new ByteArrayOutputStream();
      Http2Headers trailers = null;
      while (true) {
        Object frame = frames.poll(10, TimeUnit.SECONDS);
        switch (frame) {
          case Http2HeadersFrame head when head.headers().status() == null ->
              trailers = head.headers();
          case Http2HeadersFrame head -> heads.add(head.headers());
          case Http2DataFrame data -> {
            byte[] bytes = new byte[data.content().readableBytes()];
            data.content().readBytes(bytes);
            body.writeBytes(bytes);
            boolean last = data.isEndStream();
            data.release();
            if (last) {
              return new Response(heads, body.toString(StandardCharsets.ISO_8859_1), null, -1);
            }
          }
          case Http2ResetFrame reset -> {
            return new Response(
                heads, body.toString(StandardCharsets.ISO_8859_1), trailers, reset.errorCode());
          }
          case null -> throw new AssertionError("no response within ten seconds; so far " + heads);
          default -> {
            return new Response(heads, body.toString(StandardCharsets.ISO_8859_1), trailers, -1);
          }
        }
        if (frame instanceof Http2HeadersFrame head && head.isEndStream()) {
          return new Response(heads, body.toString(StandardCharsets.ISO_8859_1), trailers, -1);
        }
      }
    }
  }

  @Override
  public void close() {
    connection.close().syncUninterruptibly();
    loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
  }
}
