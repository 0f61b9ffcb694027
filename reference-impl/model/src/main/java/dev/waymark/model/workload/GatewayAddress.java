package dev.waymark.model.workload;

import java.net.InetAddress;

/** Where the waypoint of a Service or workload takes tunnels. */
public sealed interface GatewayAddress {
  /** The port of tunnels there, 15008 unless something else was agreed. */
  int hbonePort();

  /** By the Service in front of the waypoint's Pods. */
  record Hostname(NamespacedHostname name, int hbonePort) implements GatewayAddress {}

  /** By an address: the Service's or a Pod's. */
  record Address(InetAddress address, int hbonePort) implements GatewayAddress {}
}
