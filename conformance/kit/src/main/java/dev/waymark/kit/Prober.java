package dev.waymark.kit;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Sends requests and never follows what an answer says (no redirects, no cookies, no decompression,
 * no retry of a request that a server may have seen). Safe for use by many threads; blocks the
 * calling one, which is best a virtual thread.
 */
@FunctionalInterface
public interface Prober {
  /**
   * Sends one request over one new connection.
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

  /**
   * Sends the same request so often, over several connections at once that are kept for as long as
   * the server keeps them: for counting who answers. By default one after the other, each over a
   * connection of its own.
   *
   * @param address asked once per connection for what to dial
   * @param times how many requests
   * @param connections how many connections at a time
   * @param timeout for each exchange
   * @param each takes every exchange, maybe on several threads at once
   * @throws InterruptedException when the thread was interrupted; what is under way is then broken
   *     off
   */
  default void burst(
      Supplier<InetSocketAddress> address,
      Request request,
      int times,
      int connections,
      Duration timeout,
      Consumer<Exchange> each)
      throws InterruptedException {
    for (int i = 0; i < times; i++) {
      each.accept(send(address.get(), request, timeout));
    }
  }
}
