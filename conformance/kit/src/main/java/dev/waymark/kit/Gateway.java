package dev.waymark.kit;

/** A Gateway that has an address. */
public interface Gateway {
  /** Its name in the manifests. */
  String name();

  /**
   * A request to the Gateway's first listener port that suits it: port 443 for a request with TLS,
   * else port 80.
   *
   * @param request in stable names
   */
  Call sending(Request request);

  /**
   * A request to one of its ports.
   *
   * @param request in stable names
   * @param port a listener's port
   */
  Call sending(Request request, int port);
}
