package dev.waymark.dataplane.http2;

import dev.waymark.dataplane.http.HeaderBlock;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2LocalFlowController;
import io.netty.handler.codec.http2.Http2Stream;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Data of one stream that its taker does not want yet. It is not given back to the flow-control
 * window (RFC 9113 §5.2), so the sender stops after one window of it.
 */
final class HeldData {
  private final Queue<ByteBuf> held = new ArrayDeque<>(4);
  private final Taker taker;
  private @Nullable HeaderBlock trailers;
  private boolean ended;
  private boolean passing;

  /** Takes what is passed on. */
  interface Taker {
    /** Takes data, and its ownership. */
    void take(ByteBuf data, boolean last);

    void takeEnd(HeaderBlock trailers);

    /** Whether more is welcome now. */
    boolean wants();
  }

  HeldData(Taker taker) {
    this.taker = taker;
  }

  boolean isEmpty() {
    return held.isEmpty() && trailers == null;
  }

  /** Passes data on or holds it; says how many of its bytes go back to the window at once. */
  int data(ByteBuf data, boolean last) {
    data.retain();
    if (isEmpty() && taker.wants()) {
      int size = data.readableBytes();
      taker.take(data, last);
      return size;
    }
    held.add(data);
    ended |= last;
    return 0;
  }

  /** Passes trailers on behind what is held. */
  void end(HeaderBlock fields) {
    if (isEmpty() && taker.wants()) {
      taker.takeEnd(fields);
    } else {
      trailers = fields;
    }
  }

  /** Passes on what is held, as long as it is wanted; whether bytes went back to the window. */
  boolean pass(Http2LocalFlowController window, Http2Stream stream) throws Http2Exception {
    if (passing) {
      return false; // called back by the taker; the loop below goes on
    }
    passing = true;
    boolean passed = false;
    try {
      while (taker.wants() && !isEmpty()) {
        ByteBuf next = held.poll();
        if (next != null) {
          window.consumeBytes(stream, next.readableBytes());
          passed = true;
          taker.take(next, ended && isEmpty());
        } else if (trailers != null) {
          HeaderBlock fields = trailers;
          trailers = null;
          taker.takeEnd(fields);
        }
      }
    } finally {
      passing = false;
    }
    return passed;
  }

  /** Drops everything; a closed stream's bytes return to the connection's window by themselves. */
  void clear() {
    trailers = null;
    for (ByteBuf next = held.poll(); next != null; next = held.poll()) {
      next.release();
    }
  }
}
