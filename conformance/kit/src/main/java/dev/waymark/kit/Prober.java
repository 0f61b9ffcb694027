package dev.waymark.kit;

import java.net.InetSocketAddress;
import java.time.Duration;

/**
 * Sends one request over one new connection and never follows what the answer says (no redirects,
 * no cookies, no decompression, no retry). Safe for use by many threads; blocks the calling one,
 * which is best a virtual thread.
 */
@FunctionalInterface
public interface Prober {
  /**
   * Sends a request.
   *
   * @param to the address to dial, already resolved by the cluster's dialer
   * @param request what to send, as it is to appear on the wire
   * @param timeout for the whole exchange
   * @return the exchange; whatever the network or the peer did wrong is its {@link
   *     Exchange#failure}
   * @throws InterruptedException when the thread was interrupted while it waited
   */
  Exchange send(InetSocketAddress to, Request request, Duration timeout)
      throws InterruptedException;
}
