package dev.waymark.model.workload;

/**
 * Names a Service: its namespace and its host name, {@code echo.shop.svc.cluster.local}. Two
 * namespaces may describe the same outside host, so the host name alone does not suffice.
 */
public record NamespacedHostname(String namespace, String hostname) {
  @Override
  public String toString() {
    return namespace + "/" + hostname;
  }
}
