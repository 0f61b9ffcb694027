package dev.waymark.model;

import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * The seam between the planes: a data plane asks for its gateway's configuration and for the
 * endpoints of the backends in it.
 *
 * <p>Each subscriber is called by one thread at a time, with the newest value; values in between
 * may be left out. Calls must not block.
 */
public interface ConfigSource {
  /**
   * Follows the configuration of a gateway. Nothing comes before the control plane knows the
   * Gateway.
   *
   * @return ends the subscription when closed
   */
  Subscription gateway(GatewayKey gateway, GatewaySubscriber subscriber);

  /**
   * Follows the endpoints of a backend. What is known now is delivered before this returns, by the
   * calling thread, so that a data plane that subscribes before it serves a new configuration never
   * lacks endpoints that exist.
   *
   * @return ends the subscription when closed
   */
  Subscription endpoints(BackendId backend, Consumer<Endpoints> subscriber);

  /** Whoever serves a gateway. */
  interface GatewaySubscriber {
    /**
     * Takes a configuration over. The stage completes when every later request is served by it, and
     * says which ports could not be opened; the control plane reports nothing as programmed before.
     */
    CompletionStage<Applied> apply(GatewayConfig config);
  }

  /** A subscription; closing it twice is harmless. */
  interface Subscription extends AutoCloseable {
    @Override
    void close();
  }
}
