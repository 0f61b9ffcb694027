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
 */
public record FrontedService(
    NamespacedHostname service, List<InetAddress> addresses, List<FrontedPort> ports) {
  public FrontedService {
    addresses = List.copyOf(addresses);
    ports = List.copyOf(ports);
    if (ports.stream().map(FrontedPort::number).distinct().count() != ports.size()) {
      throw new IllegalArgumentException("port numbers of " + service + " must differ");
    }
  }
}
