package dev.waymark.kit.catalog;

/**
 * Something an implementation can claim to do.
 *
 * @param name under which it is claimed
 * @param group the standard's set that it belongs to, for example {@code HTTPRouteExtended}
 * @param channel which CRDs it needs
 */
public record Feature(String name, String group, Channel channel) {
  /** Release channels of the Gateway API's CRDs. */
  public enum Channel {
    STANDARD,
    EXPERIMENTAL
  }
}
