package dev.waymark.dataplane.hbone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waymark.dataplane.identity.MutualTls;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2StreamChannel;
import io.netty.handler.codec.http2.Http2StreamChannelBootstrap;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Requests that ask for no tunnel, from a peer that may have one: one stream is harmed at most. */
class BadConnectTests {
  private final Tunnels tunnels = new Tunnels();
  private final MultiThreadIoEventLoopGroup loops =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private Channel connection;

  BadConnectTests() throws IOException {}

  @BeforeEach
  void connect() throws Exception {
    connection =
        new Bootstrap()
            .group(loops)
            .channel(NioSocketChannel.class)
            .handler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    channel
                        .pipeline()
                        .addLast(
                            MutualTls.client(
                                    tunnels.clientCredential, Set.of(Tunnels.SERVER), Instant::now)
                                .newHandler(channel.alloc()),
                            Http2FrameCodecBuilder.forClient()
                                .validateHeaders(false)
                                .encoderIgnoreMaxHeaderListSize(true)
                                .initialSettings(Http2Settings.defaultSettings())
                                .build(),
                            new Http2MultiplexHandler(new ChannelInboundHandlerAdapter()));
                  }
                })
            .connect(tunnels.key.address())
            .sync()
            .channel();
  }

  @AfterEach
  void close() throws Exception {
    connection.close().sync();
    loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).sync();
    tunnels.close();
  }

  @Test
  void whatIsNoConnectIsABadRequest() throws Exception {
    assertThat(answer(connectTo("10.0.0.1:80").method("GET").scheme("https").path("/")))
        .isEqualTo("400");
    assertThat(answer(connectTo("10.0.0.1:80").scheme("https").path("/"))).isEqualTo("400");
    assertStillServes();
  }

  @Test
  void anUnusableAuthorityIsABadRequest() throws Exception {
    for (String authority : new String[] {"10.0.0.1", "10.0.0.1:0", "[::1", "a b:80"}) {
      assertThat(answer(connectTo(authority))).as(authority).isEqualTo("400");
    }
    assertThat(answer(new DefaultHttp2Headers(false).method("CONNECT"))).isEqualTo("400");
    assertThat(answer(connectTo(""))).as("malformed HTTP/2 already").isEqualTo("reset");
    assertStillServes();
  }

  @Test
  void aProtocolIsNotTunnelled() throws Exception {
    Http2Headers extended = connectTo("10.0.0.1:80").scheme("https").path("/");
    assertThat(answer(extended.add(":protocol", "connect-udp"))).isEqualTo("400");
    assertStillServes();
  }

  @Test
  void aHeadThatIsTooLargeIsRefused() throws Exception {
    Http2Headers headers = connectTo("10.0.0.1:80");
    for (int i = 0; i < 40; i++) {
      headers.add("x-" + i, "y".repeat(2000));
    }
    assertThat(answer(headers)).isIn("431", "reset");
    assertStillServes();
  }

  private void assertStillServes() throws Exception {
    String backend = "127.0.0.1:" + tunnels.backendAddress.getPort();
    assertThat(answer(connectTo(backend))).isEqualTo("200");
  }

  private static Http2Headers connectTo(String authority) {
    return new DefaultHttp2Headers(false).method("CONNECT").authority(authority);
  }

  private String answer(Http2Headers headers) throws Exception {
    CompletableFuture<String> answer = new CompletableFuture<>();
    Http2StreamChannel stream =
        new Http2StreamChannelBootstrap(connection)
            .handler(
                new ChannelInboundHandlerAdapter() {
                  @Override
                  public void channelRead(ChannelHandlerContext ctx, Object message) {
                    if (message instanceof Http2HeadersFrame head) {
                      answer.complete(String.valueOf(head.headers().status()));
                    } else if (message instanceof Http2ResetFrame) {
                      answer.complete("reset");
                    }
                    ReferenceCountUtil.release(message);
                  }

                  @Override
                  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
                    if (event instanceof Http2ResetFrame) {
                      answer.complete("reset");
                    }
                  }

                  @Override
                  public void channelInactive(ChannelHandlerContext ctx) {
                    answer.complete("closed");
                  }

                  @Override
                  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
                    answer.completeExceptionally(cause);
                  }
                })
            .open()
            .sync()
            .getNow();
    stream.writeAndFlush(new DefaultHttp2HeadersFrame(headers, false)).sync();
    return answer.get(20, TimeUnit.SECONDS);
  }
}
