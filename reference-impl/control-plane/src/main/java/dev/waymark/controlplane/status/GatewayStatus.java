package dev.waymark.controlplane.status;

import dev.waymark.model.GatewayKey;
import java.util.List;

/**
 * What a Gateway's status should say.
 *
 * @param listeners one for each listener of the spec, in its order
 */
public record GatewayStatus(
    GatewayKey gateway,
    List<Address> addresses,
    List<StatusCondition> conditions,
    List<ListenerStatus> listeners)
    implements StatusWrite {
  public GatewayStatus {
    addresses = List.copyOf(addresses);
    conditions = List.copyOf(conditions);
    listeners = List.copyOf(listeners);
  }

  /**
   * Where clients reach the Gateway.
   *
   * @param type {@code IPAddress} or {@code Hostname}
   */
  public record Address(String type, String value) {}

  /** This status with other conditions. */
  public GatewayStatus withConditions(List<StatusCondition> replacement) {
    return new GatewayStatus(gateway, addresses, replacement, listeners);
  }

  /** This status with other listeners. */
  public GatewayStatus withListeners(List<ListenerStatus> replacement) {
    return new GatewayStatus(gateway, addresses, conditions, replacement);
  }
}
