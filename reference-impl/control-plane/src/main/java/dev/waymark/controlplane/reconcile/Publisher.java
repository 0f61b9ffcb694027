package dev.waymark.controlplane.reconcile;

import dev.waymark.model.Applied;
import dev.waymark.model.BackendId;
import dev.waymark.model.Endpoints;
import dev.waymark.model.GatewayConfig;
import dev.waymark.model.GatewayKey;
import java.util.function.Consumer;

/**
 * Carries to the data planes what they should do. Called by one thread; must not block. The
 * endpoints that a configuration needs are published before it.
 */
public interface Publisher {
  /**
   * Publishes a gateway's configuration in place of the one before.
   *
   * @param applied called, by any thread, whenever a data plane has taken the configuration over;
   *     again when another data plane takes it over later
   */
  void publish(GatewayConfig config, Consumer<Applied> applied);

  /** Publishes a backend's endpoints in place of those before. */
  void publish(Endpoints endpoints);

  /** The gateway is gone: whoever serves it should serve nothing. */
  void withdraw(GatewayKey gateway);

  /** No configuration names the backend any more. */
  void withdraw(BackendId backend);
}
