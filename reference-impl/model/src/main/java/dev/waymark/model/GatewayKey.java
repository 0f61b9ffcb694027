package dev.waymark.model;

/** Names one Gateway of a cluster. */
public record GatewayKey(String namespace, String name) {
  @Override
  public String toString() {
    return namespace + "/" + name;
  }
}
