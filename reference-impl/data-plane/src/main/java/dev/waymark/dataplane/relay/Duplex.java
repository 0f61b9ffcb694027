package dev.waymark.dataplane.relay;

import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import org.jspecify.annotations.Nullable;

/**
 * Two directions of bytes, each with an end of its own, as TCP has them. Confined to its event
 * loop, as far as nothing else is said.
 */
public interface Duplex {
  /** Where every method is to be called, and the receiver is. May be called by any thread. */
  EventLoop loop();

  /** Begins to receive. To be called once; what came before is held, and delivered first. */
  void receive(Receiver receiver);

  /** Asks for no more data for now. What is being read still arrives: a bounded amount. */
  void pause();

  /** Asks for data again. */
  void resume();

  /**
   * Sends data, and takes it over. It leaves at the end of the loop's turn, with all that was sent
   * in that turn. Dropped once this direction has ended.
   */
  void send(ByteBuf data);

  /** Whether more should be sent now; {@link Receiver#writable} says when it may again. */
  boolean isWritable();

  /** Ends the sending direction behind what was sent; receiving goes on. */
  void end();

  /** Ends both directions: what was sent still goes out, what arrives is dropped. */
  void close();

  /** Ends both directions at once, so that the peer sees an error and no regular end. */
  void reset();

  /** Hears of what the peer does, on the loop. */
  interface Receiver {
    /** Takes data over. */
    void data(ByteBuf data);

    /** The peer has sent its last byte. */
    void end();

    /** More may be sent. */
    void writable();

    /**
     * Both directions are over. The last call, and always made.
     *
     * @param failure null if both were ended in order, or this side closed or reset them
     */
    void closed(@Nullable Throwable failure);
  }
}
