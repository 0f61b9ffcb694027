package dev.waymark.controlplane.translate;

import dev.waymark.controlplane.status.StatusCondition;
import dev.waymark.model.GatewayKey;
import java.util.List;

/**
 * A Gateway by itself, before it is known which routes attach to it.
 *
 * @param accepted its condition Accepted
 */
record TranslatedGateway(
    GatewayKey key, StatusCondition accepted, List<TranslatedListener> listeners) {
  boolean isAccepted() {
    return accepted.isTrue();
  }
}
