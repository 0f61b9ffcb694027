package dev.waymark.model;

/** One port of a Service. Every route that names it shares its endpoints and its connections. */
public record BackendId(String namespace, String service, int port) {
  public BackendId {
    if (port < 1 || port > 65535) {
      throw new IllegalArgumentException("port: " + port + " (expected: 1 to 65535)");
    }
  }

  @Override
  public String toString() {
    return namespace + "/" + service + ":" + port;
  }
}
