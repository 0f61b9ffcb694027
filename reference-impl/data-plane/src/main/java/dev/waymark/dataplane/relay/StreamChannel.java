package dev.waymark.dataplane.relay;

import io.netty.buffer.ByteBuf;
import io.netty.channel.AbstractChannel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelMetadata;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.ChannelInputShutdownReadComplete;
import io.netty.channel.socket.DuplexChannel;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A {@link Duplex} as a channel, so that codecs which are written for sockets run within tunnels.
 * It differs from a socket in nothing that a handler can see: nothing is read unless asked for,
 * what the stream can't take waits in the channel's outbound buffer, and closing it ends the stream
 * behind what was flushed.
 */
public final class StreamChannel extends AbstractChannel implements DuplexChannel {
  private static final ChannelMetadata METADATA = new ChannelMetadata(false);

  private final StreamChannelConfig config = new StreamChannelConfig(this, this::autoReadCleared);
  private final Function<StreamChannel, Future<? extends Duplex>> open;
  private final InetSocketAddress local;
  private final InetSocketAddress remote;
  private final Queue<ByteBuf> held = new ArrayDeque<>(0);
  private @Nullable Duplex duplex;
  private boolean receiving;
  private boolean wanted;
  private boolean paused;
  private boolean passing;
  private boolean passQueued;
  private boolean inputEnded;
  private boolean inputShutdown;
  private boolean outputShutdown;
  private boolean over;
  private boolean closed;

  private StreamChannel(
      @Nullable Duplex duplex,
      Function<StreamChannel, Future<? extends Duplex>> open,
      InetSocketAddress local,
      InetSocketAddress remote) {
    super(null);
    this.duplex = duplex;
    this.open = open;
    this.local = local;
    this.remote = remote;
  }

  /** A stream that is open; to be registered with the stream's event loop. */
  public static StreamChannel of(Duplex duplex, InetSocketAddress local, InetSocketAddress remote) {
    return new StreamChannel(
        duplex,
        _ -> {
          throw new IllegalStateException("the stream is open");
        },
        local,
        remote);
  }

  /**
   * A stream that is opened when the channel is connected.
   *
   * @param open called with the channel, on the channel's event loop, on which the stream must be,
   *     too; cancelled if the channel is given up before
   */
  public static StreamChannel opening(
      Function<StreamChannel, Future<? extends Duplex>> open,
      InetSocketAddress local,
      InetSocketAddress remote) {
    return new StreamChannel(null, open, local, remote);
  }

  // ---- receiving

  @Override
  protected void doBeginRead() {
    wanted = true;
    if (!passing) {
      queuePass();
    }
  }

  /** Automatic reading was switched off. */
  private void autoReadCleared() {
    if (!isRegistered()) {
      return; // nothing has been asked for yet
    }
    if (eventLoop().inEventLoop()) {
      wanted = false;
    } else {
      eventLoop().execute(() -> wanted = config.isAutoRead());
    }
  }

  /** Never within a call of a handler, which expects to be called back later, as by a socket. */
  private void queuePass() {
    if (!passQueued) {
      passQueued = true;
      eventLoop()
          .execute(
              () -> {
                passQueued = false;
                pass();
              });
    }
  }

  /** Hands over what is held, as far as it was asked for, and then the end of it. */
  private void pass() {
    if (passing || closed) {
      return;
    }
    passing = true;
    while (wanted && !held.isEmpty()) {
      wanted = false;
      pipeline().fireChannelRead(held.remove());
      pipeline().fireChannelReadComplete(); // which asks again, if reads are automatic
    }
    passing = false;
    tellEnd();
    Duplex stream = duplex;
    if (stream == null || closed) {
      return;
    }
    if (!receiving) {
      receiving = true;
      stream.receive(new Receiving());
    } else if (paused && wanted) {
      paused = false;
      stream.resume();
    }
    if (!wanted && !paused && !closed) {
      paused = true;
      stream.pause();
    }
  }

  private void tellEnd() {
    if (!held.isEmpty()) {
      return;
    }
    if (inputEnded && !inputShutdown) {
      inputShutdown = true;
      if (config.isAllowHalfClosure()) {
        pipeline().fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
        pipeline().fireUserEventTriggered(ChannelInputShutdownReadComplete.INSTANCE);
      } else {
        unsafe().close(voidPromise());
      }
    }
    if (over) {
      unsafe().close(voidPromise());
    }
  }

  private final class Receiving implements Duplex.Receiver {
    @Override
    public void data(ByteBuf data) {
      if (closed || inputShutdown) {
        data.release();
        return;
      }
      held.add(data);
      pass();
    }

    @Override
    public void end() {
      inputEnded = true;
      pass();
    }

    @Override
    public void writable() {
      ((StreamUnsafe) unsafe()).flush0();
    }

    @Override
    public void closed(@Nullable Throwable cause) {
      over = true;
      if (cause != null && !closed) {
        drop();
        pipeline().fireExceptionCaught(cause);
      }
      pass();
    }
  }

  // ---- sending

  @Override
  protected void doWrite(ChannelOutboundBuffer out) {
    Duplex stream = duplex;
    while (stream != null && (over || stream.isWritable())) {
      ByteBuf next = (ByteBuf) out.current();
      if (next == null) {
        return;
      }
      if (next.isReadable()) {
        out.progress(next.readableBytes());
        stream.send(next.retain());
      }
      out.remove();
    }
  }

  @Override
  protected Object filterOutboundMessage(Object message) {
    if (message instanceof ByteBuf) {
      return message;
    }
    throw new UnsupportedOperationException("message: " + message + " (expected: a ByteBuf)");
  }

  @Override
  protected void doShutdownOutput() {
    outputShutdown = true;
    if (duplex != null) {
      duplex.end();
    }
  }

  // ---- opening and closing

  @Override
  protected AbstractUnsafe newUnsafe() {
    return new StreamUnsafe();
  }

  private final class StreamUnsafe extends AbstractUnsafe {
    @Override
    public void connect(
        SocketAddress remoteAddress, @Nullable SocketAddress localAddress, ChannelPromise promise) {
      if (!promise.setUncancellable() || !ensureOpen(promise)) {
        return;
      }
      Future<? extends Duplex> opening = open.apply(StreamChannel.this);
      closeFuture().addListener(_ -> opening.cancel(false));
      opening.addListener(
          (Future<Duplex> done) -> {
            if (!done.isSuccess()) {
              safeSetFailure(promise, done.isCancelled() ? closedBefore() : done.cause());
              closeIfOpen();
            } else if (!isOpen()) {
              done.getNow().reset();
              safeSetFailure(promise, closedBefore());
            } else {
              duplex = done.getNow();
              safeSetSuccess(promise);
              pipeline().fireChannelActive();
            }
          });
    }

    private Throwable closedBefore() {
      return new ClosedChannelException();
    }

    private void closeIfOpen() {
      if (isOpen()) {
        close(voidPromise());
      }
    }

    @Override
    protected void flush0() {
      super.flush0();
    }
  }

  @Override
  protected void doClose() {
    closed = true;
    inputShutdown = true;
    outputShutdown = true;
    drop();
    if (duplex != null) {
      duplex.close();
    }
  }

  private void drop() {
    for (ByteBuf next = held.poll(); next != null; next = held.poll()) {
      next.release();
    }
  }

  @Override
  protected boolean isCompatible(EventLoop loop) {
    return duplex == null || duplex.loop() == loop;
  }

  @Override
  protected void doBind(SocketAddress address) {
    throw new UnsupportedOperationException("a stream has no address of its own to bind");
  }

  @Override
  protected void doDisconnect() {
    doClose();
  }

  // ---- what it is

  @Override
  public StreamChannelConfig config() {
    return config;
  }

  @Override
  public ChannelMetadata metadata() {
    return METADATA;
  }

  @Override
  public boolean isOpen() {
    return !closed;
  }

  @Override
  public boolean isActive() {
    return duplex != null && !closed;
  }

  @Override
  protected SocketAddress localAddress0() {
    return local;
  }

  @Override
  protected SocketAddress remoteAddress0() {
    return remote;
  }

  @Override
  public InetSocketAddress remoteAddress() {
    return remote;
  }

  // ---- halves

  @Override
  public boolean isInputShutdown() {
    return inputShutdown;
  }

  @Override
  public ChannelFuture shutdownInput() {
    return shutdownInput(newPromise());
  }

  /** What still arrives is dropped; the peer is not told, as with a socket. */
  @Override
  public ChannelFuture shutdownInput(ChannelPromise promise) {
    onLoop(
        () -> {
          inputShutdown = true;
          drop();
          wanted = true;
          pass();
          promise.trySuccess();
        });
    return promise;
  }

  @Override
  public boolean isOutputShutdown() {
    return outputShutdown;
  }

  @Override
  public ChannelFuture shutdownOutput() {
    return shutdownOutput(newPromise());
  }

  @Override
  public ChannelFuture shutdownOutput(ChannelPromise promise) {
    onLoop(() -> ((StreamUnsafe) unsafe()).shutdownOutput(promise));
    return promise;
  }

  @Override
  public boolean isShutdown() {
    return inputShutdown && outputShutdown;
  }

  @Override
  public ChannelFuture shutdown() {
    return shutdown(newPromise());
  }

  @Override
  public ChannelFuture shutdown(ChannelPromise promise) {
    shutdownInput();
    return shutdownOutput(promise);
  }

  private void onLoop(Runnable task) {
    if (eventLoop().inEventLoop()) {
      task.run();
    } else {
      eventLoop().execute(task);
    }
  }
}
