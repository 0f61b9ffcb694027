package dev.waymark.dataplane.exchange;

import dev.waymark.dataplane.http.HeaderBlock;
import dev.waymark.dataplane.http.ResponseHead;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * The client's side of an exchange: takes the response, and is told when to hold the request's body
 * back.
 */
public interface ClientStream {
  /** Sends an interim response (1xx); the final one follows. */
  void sendInterim(ResponseHead head);

  /**
   * Sends the head of the final response, or 101, behind which both sides exchange bytes.
   *
   * @param last whether the response ends with it
   */
  void sendHead(ResponseHead head, boolean last);

  /** Sends content and takes its ownership. */
  void sendData(ByteBuf data, boolean last);

  /** Ends a response whose data did not. */
  void sendEnd(@Nullable HeaderBlock trailers);

  /**
   * Breaks off a response that can't be completed, so that the client sees that it is not complete.
   */
  void abort();

  /** Whether more data is welcome; {@link Exchange#clientWritable} is called when it is again. */
  boolean isWritable();

  /** No more of the body until {@link #resumeRequest}. */
  void pauseRequest();

  void resumeRequest();
}
