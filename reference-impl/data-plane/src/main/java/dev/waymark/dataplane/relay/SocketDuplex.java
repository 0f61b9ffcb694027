package dev.waymark.dataplane.relay;

import dev.waymark.dataplane.loop.FlushQueue;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.util.concurrent.Future;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A TCP connection as a {@link Duplex}: the last handler of its pipeline. Nothing is read before
 * someone receives.
 */
public final class SocketDuplex extends ChannelInboundHandlerAdapter
    implements Duplex, FlushQueue.Flushable {
  // Large reads decide the throughput of a relay; small ones the memory of idle connections.
  private static final int SMALLEST_READ = 2 * 1024;
  private static final int FIRST_READ = 16 * 1024;
  private static final int LARGEST_READ = 256 * 1024;
  private static final int READS_PER_TURN = 4;

  /** Bytes that wait for the socket before the other side is no longer read, and is again. */
  private static final WriteBufferWaterMark PENDING =
      new WriteBufferWaterMark(256 * 1024, 1024 * 1024);

  /** How long a peer may take to read the rest, once nobody else waits for it. */
  private static final Duration LINGER = Duration.ofSeconds(30);

  private final Queue<ByteBuf> early = new ArrayDeque<>(0);
  private Channel channel;
  private FlushQueue flushes;
  private @Nullable Receiver receiver;
  private @Nullable Throwable failure;
  private @Nullable Future<?> linger;
  private boolean flushQueued;
  private boolean paused;
  private boolean inputEnded;
  private boolean outputEnded;
  private boolean outputFlushed;
  private boolean givenUp;
  private boolean closed;

  /** Creates the handler; to be added to one connection, before or after it is open. */
  @SuppressWarnings("NullAway.Init") // they come with handlerAdded
  public SocketDuplex() {}

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    channel = ctx.channel();
    flushes = new FlushQueue(channel.eventLoop());
    channel.config().setAutoRead(false);
    channel.config().setWriteBufferWaterMark(PENDING);
    channel
        .config()
        .setRecvByteBufAllocator(
            new AdaptiveRecvByteBufAllocator(SMALLEST_READ, FIRST_READ, LARGEST_READ)
                .maxMessagesPerRead(READS_PER_TURN));
    channel.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
    KeepAlive.on(channel);
    if (channel.isActive() && channel.isRegistered()) {
      EpollInterest.keep(channel);
    }
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    EpollInterest.keep(channel);
    ctx.fireChannelActive();
  }

  @Override
  public EventLoop loop() {
    return channel.eventLoop();
  }

  // ---- receiving

  @Override
  public void receive(Receiver by) {
    receiver = by;
    for (ByteBuf data = early.poll(); data != null; data = early.poll()) {
      by.data(data);
    }
    if (inputEnded) {
      by.end();
    }
    if (closed) {
      tellClosed(by);
    } else if (!paused) {
      channel.config().setAutoRead(true);
    }
  }

  @Override
  public void pause() {
    paused = true;
    channel.config().setAutoRead(false);
  }

  @Override
  public void resume() {
    paused = false;
    if (receiver != null && !closed) {
      channel.config().setAutoRead(true);
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    ByteBuf data = (ByteBuf) message;
    if (givenUp) {
      data.release();
    } else if (receiver == null) {
      early.add(data); // epoll reads all there is when the peer ends, asked or not
    } else {
      receiver.data(data);
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof ChannelInputShutdownEvent && !inputEnded) {
      inputEnded = true;
      if (receiver != null && !givenUp) {
        receiver.end();
      }
      closeIfDone();
    }
    ctx.fireUserEventTriggered(event);
  }

  // ---- sending

  @Override
  public void send(ByteBuf data) {
    if (outputEnded) {
      data.release();
      return;
    }
    channel.write(data, channel.voidPromise());
    queueFlush();
  }

  @Override
  public boolean isWritable() {
    return channel.isWritable();
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    if (receiver != null && channel.isWritable()) {
      receiver.writable();
    }
  }

  @Override
  public void end() {
    if (outputEnded) {
      return;
    }
    outputEnded = true;
    channel.write(Unpooled.EMPTY_BUFFER).addListener(this::lastByteSent);
    queueFlush();
  }

  /** Only now: shutting the output down drops what has not been sent. */
  private void lastByteSent(Future<? super Void> sent) {
    if (sent.isSuccess() && channel instanceof DuplexChannel socket) {
      socket
          .shutdownOutput()
          .addListener(
              (ChannelFutureListener)
                  (ChannelFuture _) -> {
                    outputFlushed = true;
                    closeIfDone();
                  });
    } else {
      channel.close();
    }
  }

  private void queueFlush() {
    if (!flushQueued) {
      flushQueued = true;
      flushes.add(this);
    }
  }

  @Override
  public void flushNow() {
    flushQueued = false;
    channel.flush();
  }

  // ---- the end

  @Override
  public void close() {
    if (closed || givenUp) {
      return;
    }
    givenUp = true;
    dropEarly();
    end();
    closeIfDone();
    if (channel.isOpen()) {
      linger = loop().schedule(this::reset, LINGER.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private void closeIfDone() {
    if (outputFlushed && (inputEnded || givenUp)) {
      channel.close();
    }
  }

  @Override
  public void reset() {
    if (!closed) {
      givenUp = true;
      outputEnded = true;
      dropEarly();
      if (channel.isOpen()) { // it may be closed without having been told so yet
        channel.config().setOption(ChannelOption.SO_LINGER, 0); // an RST in place of a FIN
        channel.close();
      }
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (failure == null) {
      failure = cause;
    }
    ctx.close();
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    closed = true;
    outputEnded = true;
    if (linger != null) {
      linger.cancel(false);
    }
    if (failure == null && !(inputEnded && outputFlushed)) {
      failure = new ClosedChannelException();
    }
    if (receiver != null) {
      tellClosed(receiver);
    }
  }

  private void tellClosed(Receiver by) {
    by.closed(givenUp ? null : failure);
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    dropEarly();
  }

  private void dropEarly() {
    for (ByteBuf data = early.poll(); data != null; data = early.poll()) {
      data.release();
    }
  }
}
