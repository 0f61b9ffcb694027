package dev.waymark.dataplane.exchange;

import dev.waymark.model.BackendId;
import dev.waymark.model.UpstreamProtocol;

/** Gives exchanges a way to backends. One per event loop. */
public interface Upstreams {
  /**
   * Finds or opens a way to an endpoint of the backend, and calls {@link Exchange#connected} or
   * {@link Exchange#unavailable}, before it returns or later.
   *
   * @param protocol what the exchange has to be spoken in
   * @param fresh whether a connection that has been idle won't do
   */
  void open(BackendId backend, UpstreamProtocol protocol, Exchange exchange, boolean fresh);

  /** Closes what is idle to one backend, which is not asked for again. */
  void forget(BackendId backend);

  /** Closes what is idle; what serves an exchange closes behind it. */
  void close();
}
