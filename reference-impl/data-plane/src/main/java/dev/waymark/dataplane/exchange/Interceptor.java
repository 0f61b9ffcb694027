package dev.waymark.dataplane.exchange;

import dev.waymark.dataplane.http.RequestHead;
import dev.waymark.dataplane.http.ResponseHead;
import io.netty.channel.Channel;

/**
 * Watches the heads of one exchange pass, and may change them. The gateway itself needs none; this
 * is where what can't be said in a configuration is done to messages from outside. Called on the
 * exchange's event loop.
 */
public interface Interceptor {
  /** Lets everything pass. */
  Interceptor NONE = new PassThrough();

  /** The request did not pass the gate; it is not routed. */
  default void refused(RequestHead request, Arrival arrival, String reason) {}

  /**
   * What the route table is asked about.
   *
   * @return {@code request}, or another that stands in for it here and is never forwarded
   */
  default RequestHead routing(RequestHead request, Arrival arrival) {
    return request;
  }

  /** The request is about to go to a backend, with all edits made. */
  default void forwarding(RequestHead request) {}

  /** There is a connection to a backend, which the request is going to be sent on. */
  default void connected(Channel backend) {}

  /** The final response is about to go to the client. */
  default void answering(ResponseHead response) {}

  /** Lets everything pass. */
  record PassThrough() implements Interceptor {}
}
