package dev.waymark.mesh.workloadapi;

import com.google.protobuf.ByteString;
import dev.waymark.mesh.workloadapi.proto.NetworkAddress;
import dev.waymark.model.workload.GatewayAddress;
import dev.waymark.model.workload.NamespacedHostname;
import java.net.InetAddress;
import java.net.UnknownHostException;

/** Addresses as messages, and back. Pure functions. */
final class Addresses {
  private Addresses() {}

  static ByteString encode(InetAddress address) {
    return ByteString.copyFrom(address.getAddress());
  }

  static NetworkAddress onNetwork(InetAddress address) {
    return NetworkAddress.newBuilder().setAddress(encode(address)).build();
  }

  /**
   * Reads an address.
   *
   * @param field named where the bytes are none
   */
  static InetAddress decode(String field, ByteString bytes) {
    try {
      return InetAddress.getByAddress(bytes.toByteArray());
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(
          field + ": " + bytes.size() + " bytes (expected: 4 or 16)", e);
    }
  }

  static dev.waymark.mesh.workloadapi.proto.GatewayAddress encode(GatewayAddress gateway) {
    var message =
        dev.waymark.mesh.workloadapi.proto.GatewayAddress.newBuilder()
            .setHboneMtlsPort(gateway.hbonePort());
    switch (gateway) {
      case GatewayAddress.Hostname hostname ->
          message.setHostname(
              dev.waymark.mesh.workloadapi.proto.NamespacedHostname.newBuilder()
                  .setNamespace(hostname.name().namespace())
                  .setHostname(hostname.name().hostname()));
      case GatewayAddress.Address address -> message.setAddress(onNetwork(address.address()));
    }
    return message.build();
  }

  static GatewayAddress decode(dev.waymark.mesh.workloadapi.proto.GatewayAddress message) {
    int port = message.getHboneMtlsPort();
    return switch (message.getDestinationCase()) {
      case HOSTNAME ->
          new GatewayAddress.Hostname(
              new NamespacedHostname(
                  message.getHostname().getNamespace(), message.getHostname().getHostname()),
              port);
      case ADDRESS ->
          new GatewayAddress.Address(
              decode("waypoint.address", message.getAddress().getAddress()), port);
      case DESTINATION_NOT_SET ->
          throw new IllegalArgumentException(
              "waypoint: no destination (expected: hostname or address)");
    };
  }
}
