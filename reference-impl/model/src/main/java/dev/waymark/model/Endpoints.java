package dev.waymark.model;

import java.util.List;

/**
 * Where a backend can be reached right now.
 *
 * @param endpoints those that take requests, each once, in a stable order; empty when there are
 *     none
 */
public record Endpoints(BackendId backend, List<Endpoint> endpoints) {
  public Endpoints {
    endpoints = endpoints.stream().distinct().toList();
  }

  /** A backend that nothing serves. */
  public static Endpoints none(BackendId backend) {
    return new Endpoints(backend, List.of());
  }

  /**
   * One address of a backend.
   *
   * @param address an IP address as text, IPv6 without brackets
   */
  public record Endpoint(String address, int port) {}
}
