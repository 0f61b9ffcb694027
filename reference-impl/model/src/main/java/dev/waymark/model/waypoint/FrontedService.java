package dev.waymark.model.waypoint;

import dev.waymark.model.workload.NamespacedHostname;
import java.net.InetAddress;
import java.util.List;

/**
 * A Service that a waypoint stands in front of.
 *
 * @param service which
 * @param addresses the virtual ones that a connection is recognized by
 * @param ports each number once
 * @param guard of all ports
 */
public record FrontedService(
    NamespacedHostname service, List<InetAddress> addresses, List<FrontedPort> ports, Guard guard) {
  public FrontedService {
    addresses = List.copyOf(addresses);
    ports = List.copyOf(ports);
    if (ports.stream().map(FrontedPort::number).distinct().count() != ports.size()) {
      throw new IllegalArgumentException("port numbers of " + service + " must differ");
    }
  }

  /** A Service that is open to all. */
  public FrontedService(
      NamespacedHostname service, List<InetAddress> addresses, List<FrontedPort> ports) {
    this(service, addresses, ports, Guard.NONE);
  }

  /** This Service behind a guard. */
  public FrontedService guardedBy(Guard replacement) {
    return new FrontedService(service, addresses, ports, replacement);
  }
}
