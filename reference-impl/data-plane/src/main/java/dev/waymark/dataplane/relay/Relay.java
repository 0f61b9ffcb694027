package dev.waymark.dataplane.relay;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * Joins two connections: what arrives on one is sent on the other, as it is. The slower one sets
 * the pace: while it can't take more, the other is not read. Confined to their event loop.
 */
public final class Relay {
  private final Side first;
  private final Side second;
  private final Ended ended;
  private int open = 2;
  private @Nullable Throwable failure;

  /** Hears, on the loop, of a relay's end. */
  @FunctionalInterface
  public interface Ended {
    /**
     * Both connections are over.
     *
     * @param bytesFromFirst passed on from the first to the second
     * @param bytesFromSecond passed on from the second to the first
     * @param failure what went wrong first; null if nothing did
     */
    void ended(long bytesFromFirst, long bytesFromSecond, @Nullable Throwable failure);
  }

  private Relay(Duplex first, Duplex second, Ended ended) {
    this.first = new Side(first, second);
    this.second = new Side(second, first);
    this.ended = ended;
  }

  /**
   * Begins to relay.
   *
   * @throws IllegalArgumentException if the two are on different loops
   */
  public static Relay join(Duplex first, Duplex second, Ended ended) {
    if (first.loop() != second.loop()) {
      throw new IllegalArgumentException("the two ends of a relay must share an event loop");
    }
    Relay relay = new Relay(first, second, ended);
    first.receive(relay.first);
    second.receive(relay.second);
    return relay;
  }

  /**
   * Ends both connections with an error for their peers.
   *
   * @param why told to {@link Ended}
   */
  public void abort(Throwable why) {
    if (failure == null) {
      failure = why;
    }
    first.from.reset();
    second.from.reset();
  }

  private final class Side implements Duplex.Receiver {
    private final Duplex from;
    private final Duplex to;
    private long bytes;

    Side(Duplex from, Duplex to) {
      this.from = from;
      this.to = to;
    }

    @Override
    public void data(ByteBuf data) {
      bytes += data.readableBytes();
      to.send(data);
      if (!to.isWritable()) {
        from.pause();
      }
    }

    @Override
    public void end() {
      to.end();
    }

    @Override
    public void writable() {
      to.resume();
    }

    @Override
    public void closed(@Nullable Throwable cause) {
      if (cause == null) {
        to.close(); // nothing is left to be done, unless the peer gave up what it had to read
      } else {
        if (failure == null) {
          failure = cause;
        }
        to.reset();
      }
      if (--open == 0) {
        ended.ended(first.bytes, second.bytes, failure);
      }
    }
  }
}
