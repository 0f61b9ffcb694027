package dev.waymark.dataplane.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.waymark.dataplane.NettyNetwork;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.util.concurrent.Promise;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A channel on a stream whose other end is a socket of the test. */
class StreamChannelTests {
  private static final int MUCH = 16 * 1024 * 1024;

  private final EventLoopGroup loops =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final EventLoop loop = loops.next();
  private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(true);
  private final BlockingQueue<Object> seen = new LinkedBlockingQueue<>();
  private ServerSocket server;
  private Socket peer;
  private StreamChannel channel;

  /** Keeps what it is told: texts, events by name, failures. */
  private final class Keeping extends ChannelInboundHandlerAdapter {
    @Override
    public void channelActive(ChannelHandlerContext ctx) {
      seen.add("active");
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
      ByteBuf data = (ByteBuf) message;
      seen.add(data.toString(StandardCharsets.US_ASCII));
      data.release();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
      if (event == ChannelInputShutdownEvent.INSTANCE) {
        seen.add("input over");
      }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
      seen.add("inactive");
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
      seen.add(cause);
    }
  }

  @BeforeEach
  void start() throws Exception {
    server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    SocketDuplex duplex = new SocketDuplex();
    ChannelFuture connecting =
        new NettyNetwork(InetAddress.getLoopbackAddress(), loops, allocator)
            .connect((InetSocketAddress) server.getLocalSocketAddress(), loop, duplex);
    peer = server.accept();
    peer.setSoTimeout(20_000);
    connecting.sync();
    channel =
        StreamChannel.of(
            duplex,
            (InetSocketAddress) connecting.channel().localAddress(),
            (InetSocketAddress) server.getLocalSocketAddress());
    channel.pipeline().addLast(new Keeping());
  }

  private void register() throws Exception {
    loop.register(channel).sync();
    assertThat(next()).isEqualTo("active");
  }

  private Object next() throws InterruptedException {
    return seen.poll(20, TimeUnit.SECONDS);
  }

  @AfterEach
  void stop() throws Exception {
    if (channel.isRegistered()) {
      channel.close().sync();
    }
    peer.close();
    server.close();
    loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
    assertThat(allocator.metric().usedDirectMemory() + allocator.metric().usedHeapMemory())
        .as("bytes of buffers that were never released")
        .isZero();
  }

  private void send(String text) throws IOException {
    peer.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
  }

  private static ByteBuf text(String text) {
    return Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII);
  }

  @Test
  void bytesPassBothWays() throws Exception {
    register();
    send("hello");
    assertThat(next()).isEqualTo("hello");
    channel.writeAndFlush(text("world")).sync();
    assertThat(peer.getInputStream().readNBytes(5)).asString().isEqualTo("world");
    assertThat(channel.remoteAddress()).isEqualTo(server.getLocalSocketAddress());
  }

  @Test
  void nothingIsReadUnlessAskedFor() throws Exception {
    channel.config().setAutoRead(false);
    register();
    send("one");
    loop.submit(() -> {}).sync();
    assertThat(seen).isEmpty();
    channel.read();
    assertThat(next()).isEqualTo("one");
    send("two");
    loop.submit(() -> {}).sync();
    assertThat(seen).isEmpty();
    channel.config().setAutoRead(true);
    assertThat(next()).isEqualTo("two");
  }

  @Test
  void aPeerThatReadsNothingStopsTheWriter() throws Exception {
    register();
    ChannelFuture written = channel.writeAndFlush(Unpooled.wrappedBuffer(new byte[MUCH]));
    ChannelFuture more = channel.writeAndFlush(Unpooled.wrappedBuffer(new byte[MUCH]));
    written.sync();
    assertThat(channel.isWritable()).isFalse();
    assertThat(more.isDone()).isFalse();
    assertThat(peer.getInputStream().readNBytes(2 * MUCH)).hasSize(2 * MUCH);
    more.sync();
    loop.submit(() -> {}).sync();
    assertThat(channel.isWritable()).isTrue();
  }

  @Test
  void thePeersEndClosesTheChannelUnlessHalfClosureIsAllowed() throws Exception {
    register();
    send("last");
    peer.shutdownOutput();
    assertThat(next()).isEqualTo("last");
    assertThat(next()).isEqualTo("inactive");
    assertThat(channel.isOpen()).isFalse();
    assertThat(peer.getInputStream().read()).isEqualTo(-1);
  }

  @Test
  void afterThePeersEndTheChannelMaySendOnWhereItIsAllowedTo() throws Exception {
    channel.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
    register();
    peer.shutdownOutput();
    assertThat(next()).isEqualTo("input over");
    assertThat(channel.isInputShutdown()).isTrue();
    channel.writeAndFlush(text("still")).sync();
    channel.shutdownOutput().sync();
    assertThat(peer.getInputStream().readAllBytes()).asString().isEqualTo("still");
    assertThat(next()).isEqualTo("inactive");
  }

  @Test
  void afterItsOwnEndTheChannelReceivesOn() throws Exception {
    register();
    channel.writeAndFlush(text("question")).sync();
    channel.shutdownOutput().sync();
    assertThat(peer.getInputStream().readAllBytes()).asString().isEqualTo("question");
    send("answer");
    assertThat(next()).isEqualTo("answer");
    peer.close();
    assertThat(next()).isEqualTo("inactive");
  }

  @Test
  void whatWasFlushedBeforeTheCloseArrives() throws Exception {
    register();
    loop.submit(
            () -> {
              channel.writeAndFlush(text("goodbye"));
              channel.close();
            })
        .sync();
    assertThat(peer.getInputStream().readAllBytes()).asString().isEqualTo("goodbye");
  }

  @Test
  void aResetIsAFailure() throws Exception {
    register();
    peer.setSoLinger(true, 0);
    peer.close();
    assertThat(next()).isInstanceOf(IOException.class);
    assertThat(next()).isEqualTo("inactive");
  }

  @Test
  void aMessageThatIsNoBufferIsRefused() throws Exception {
    register();
    assertThatThrownBy(() -> channel.writeAndFlush("text").sync())
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void aStreamIsOpenedByConnecting() throws Exception {
    Promise<Duplex> opening = loop.newPromise();
    InetSocketAddress address = (InetSocketAddress) server.getLocalSocketAddress();
    StreamChannel opened = StreamChannel.opening(_ -> opening, address, address);
    loop.register(opened).sync();
    ChannelFuture connecting = opened.connect(address);
    loop.submit(() -> {}).sync();
    assertThat(opened.isActive()).isFalse();
    opening.setFailure(new ConnectException("refused"));
    assertThatThrownBy(connecting::sync).isInstanceOf(ConnectException.class);
    opened.closeFuture().sync();
  }

  @Test
  void aChannelThatIsGivenUpBeforeItIsOpenCancelsTheOpening() throws Exception {
    Promise<Duplex> opening = loop.newPromise();
    InetSocketAddress address = (InetSocketAddress) server.getLocalSocketAddress();
    Channel opened = StreamChannel.opening(_ -> opening, address, address);
    loop.register(opened).sync();
    ChannelFuture connecting = opened.connect(address);
    opened.close().sync();
    assertThat(opening.await(20, TimeUnit.SECONDS)).isTrue();
    assertThat(opening.isCancelled()).isTrue();
    assertThat(connecting.await(20, TimeUnit.SECONDS)).isTrue();
    assertThat(connecting.isSuccess()).isFalse();
  }
}
