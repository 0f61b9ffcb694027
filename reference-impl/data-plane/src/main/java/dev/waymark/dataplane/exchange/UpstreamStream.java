package dev.waymark.dataplane.exchange;

import dev.waymark.dataplane.http.HeaderBlock;
import dev.waymark.dataplane.http.RequestHead;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import org.jspecify.annotations.Nullable;

/**
 * The backend's side of an exchange: takes the request, and is told when to hold the response back.
 */
public interface UpstreamStream {
  /** The connection, which it may share with others. */
  Channel channel();

  /** Sends the request's head. */
  void sendHead(RequestHead head, boolean last);

  /** Sends content and takes its ownership. */
  void sendData(ByteBuf data, boolean last);

  /** Ends a request whose data did not. */
  void sendEnd(@Nullable HeaderBlock trailers);

  /** Gives the exchange up; it hears no more of it. */
  void cancel();

  /** Whether more data is welcome; {@link Exchange#upstreamWritable} is called when it is again. */
  boolean isWritable();

  /** No more of the response until {@link #resumeResponse}. */
  void pauseResponse();

  void resumeResponse();
}
