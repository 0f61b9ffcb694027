package dev.waymark.dataplane.proxyprotocol;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * One addition to a header.
 *
 * @param type from 0 to 255
 * @param value at most 65535 bytes; not to be changed
 */
public record Tlv(int type, byte[] value) {
  /** The source's SPIFFE ID in UTF-8, as ztunnel writes it; of the types for applications' use. */
  public static final int IDENTITY = 0xD0;

  /** CRC-32C of the whole header. */
  static final int CHECKSUM = 0x03;

  /** Padding, without a meaning. */
  static final int NO_OPERATION = 0x04;

  public Tlv {
    if (type < 0 || type > 255 || value.length > 65535) {
      throw new IllegalArgumentException(
          "TLV of type "
              + type
              + " and "
              + value.length
              + " bytes (expected: type 0 to 255, at most 65535 bytes)");
    }
  }

  /** The value as UTF-8. */
  public String text() {
    return new String(value, StandardCharsets.UTF_8);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Tlv tlv && type == tlv.type && Arrays.equals(value, tlv.value);
  }

  @Override
  public int hashCode() {
    return 31 * type + Arrays.hashCode(value);
  }
}
