package dev.waymark.dataplane.hbone;

import dev.waymark.dataplane.relay.Duplex;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Stream;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One stream of a connection as a {@link Duplex}. What its receiver does not want yet is held, and
 * not given back to the flow-control window (RFC 9113 §5.2), so that the peer stops after one
 * window of it. END_STREAM is the end of a direction; RST_STREAM with NO_ERROR or CANCEL is the end
 * of both, with any other code it is a failure.
 */
final class TunnelStream implements Duplex {
  /** How long a peer may take to read the rest, once nobody else waits for it. */
  private static final Duration LINGER = Duration.ofSeconds(30);

  private final TunnelConnection connection;
  private final Http2Stream stream;
  private final Queue<ByteBuf> held = new ArrayDeque<>(0);
  private @Nullable Receiver receiver;
  private @Nullable Throwable failure;
  private @Nullable Future<?> linger;
  private boolean paused = true;
  private boolean passing;
  private boolean inputEnded;
  private boolean endedByPeer;
  private boolean endTold;
  private boolean outputEnded;
  private boolean outputFlushed;
  private boolean givenUp;
  private boolean closed;
  private boolean closedTold;

  TunnelStream(TunnelConnection connection, Http2Stream stream) {
    this.connection = connection;
    this.stream = stream;
  }

  @Override
  public EventLoop loop() {
    return connection.loop();
  }

  // ---- receiving

  @Override
  public void receive(Receiver by) {
    receiver = by;
    resume();
  }

  @Override
  public void pause() {
    paused = true;
  }

  @Override
  public void resume() {
    paused = false;
    pass();
  }

  /** Takes a DATA frame; says how many bytes of it go back to the window at once. */
  int data(ByteBuf data, boolean last) {
    int size = data.readableBytes();
    int returned = size;
    if (size > 0 && !givenUp) {
      if (receiver != null && !paused && held.isEmpty()) {
        receiver.data(data.retain());
      } else {
        held.add(data.retain());
        returned = 0;
      }
    }
    if (last) {
      inputEnded();
    }
    return returned;
  }

  /** The peer has ended its direction, without a DATA frame. */
  void inputEnded() {
    inputEnded = true;
    pass();
  }

  /** The peer resets the stream. */
  void peerReset(long code) {
    if (code == Http2Error.NO_ERROR.code() || code == Http2Error.CANCEL.code()) {
      inputEnded = true;
      endedByPeer = true;
    } else {
      failure = new IOException("the peer reset the stream: " + Http2Error.valueOf(code));
    }
  }

  /** Passes on what is held, as far as it is wanted, and then the end of it all. */
  private void pass() {
    if (receiver == null || passing) {
      return; // called back by the receiver: the loop below goes on
    }
    passing = true;
    while (!paused && !held.isEmpty()) {
      ByteBuf next = held.remove();
      connection.giveBack(stream, next.readableBytes());
      receiver.data(next);
    }
    if (held.isEmpty()) {
      if (inputEnded && !endTold && failure == null && !givenUp) {
        endTold = true;
        receiver.end();
      }
      if (closed && !closedTold) {
        closedTold = true;
        receiver.closed(givenUp ? null : failure);
      }
    }
    passing = false;
  }

  // ---- sending

  @Override
  public void send(ByteBuf data) {
    if (outputEnded) {
      data.release();
      return;
    }
    connection.writeData(stream, data, false);
  }

  @Override
  public boolean isWritable() {
    return connection.isWritable(stream);
  }

  void writable() {
    if (receiver != null && !closed) {
      receiver.writable();
    }
  }

  @Override
  public void end() {
    if (!outputEnded) {
      outputEnded = true;
      connection.writeData(stream, Unpooled.EMPTY_BUFFER, true).addListener(_ -> lastByteSent());
    }
  }

  /** The head that was just written has ended this direction. */
  void refused() {
    outputEnded = true;
    outputFlushed = true;
    close();
  }

  boolean isOpen() {
    return !closed;
  }

  private void lastByteSent() {
    outputFlushed = true;
    if (givenUp) {
      stopPeer();
    }
  }

  /** The peer may stop sending, as nobody listens (RFC 9113 §8.1). */
  private void stopPeer() {
    if (!closed) {
      connection.reset(stream, Http2Error.NO_ERROR);
    }
  }

  // ---- the end

  @Override
  public void close() {
    boolean again = givenUp;
    giveUp();
    if (closed || again) {
      return;
    }
    end();
    if (outputFlushed) {
      stopPeer();
    } else { // a reset now would overtake what was sent
      linger = loop().schedule(this::reset, LINGER.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  @Override
  public void reset() {
    giveUp();
    if (!closed) {
      outputEnded = true;
      connection.reset(stream, Http2Error.CONNECT_ERROR); // as RFC 9113 §8.5 asks for
    }
  }

  private void giveUp() {
    givenUp = true;
    dropHeld();
  }

  /** The stream is closed, by whomever. */
  void closed() {
    closed = true;
    boolean inOrder = endedByPeer || inputEnded && outputEnded && connection.isOpen();
    if (failure == null && !inOrder) {
      failure = new ClosedChannelException();
    }
    outputEnded = true;
    if (linger != null) {
      linger.cancel(false);
    }
    if (failure != null) {
      dropHeld();
    }
    pass();
  }

  private void dropHeld() {
    for (ByteBuf next = held.poll(); next != null; next = held.poll()) {
      connection.giveBack(stream, next.readableBytes());
      next.release();
    }
  }
}
