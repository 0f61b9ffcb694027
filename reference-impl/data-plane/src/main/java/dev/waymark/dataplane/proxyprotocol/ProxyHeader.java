package dev.waymark.dataplane.proxyprotocol;

import dev.waymark.model.identity.SpiffeId;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** What stands in front of a connection's bytes. */
public sealed interface ProxyHeader {
  /** The proxy speaks for itself, or does not say for whom: the connection's own ends count. */
  record Local() implements ProxyHeader {}

  /**
   * The connection is relayed.
   *
   * @param source who opened it
   * @param destination what it was opened to
   * @param tlvs in the order written, without padding and checksum
   */
  record Proxied(InetSocketAddress source, InetSocketAddress destination, List<Tlv> tlvs)
      implements ProxyHeader {
    public Proxied {
      tlvs = List.copyOf(tlvs);
      if (source.isUnresolved() || destination.isUnresolved()) {
        throw new IllegalArgumentException(
            source + ", " + destination + " (expected: resolved addresses)");
      }
    }

    /** A relayed connection whose source has proved its identity. */
    public static Proxied of(
        InetSocketAddress source, InetSocketAddress destination, SpiffeId identity) {
      byte[] value = identity.toString().getBytes(StandardCharsets.UTF_8);
      return new Proxied(source, destination, List.of(new Tlv(Tlv.IDENTITY, value)));
    }

    /** The identity of the source, if the proxy knows it; never guessed from anything else. */
    public Optional<SpiffeId> identity() {
      return tlvs.stream()
          .filter(tlv -> tlv.type() == Tlv.IDENTITY)
          .findFirst()
          .flatMap(tlv -> SpiffeId.parse(tlv.text()));
    }
  }
}
