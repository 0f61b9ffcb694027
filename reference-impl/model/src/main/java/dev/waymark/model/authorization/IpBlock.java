package dev.waymark.model.authorization;

import java.net.InetAddress;

/**
 * A range of addresses.
 *
 * @param address any address of the range
 * @param length how many leading bits all its addresses share
 */
public record IpBlock(InetAddress address, int length) {
  public IpBlock {
    int bits = address.getAddress().length * 8;
    if (length < 0 || length > bits) {
      throw new IllegalArgumentException(
          "prefix length: " + length + " (expected: 0 to " + bits + ")");
    }
  }

  /** Whether an address is in the range; never one of the other family. */
  public boolean contains(InetAddress candidate) {
    byte[] mine = address.getAddress();
    byte[] other = candidate.getAddress();
    if (mine.length != other.length) {
      return false;
    }
    for (int i = 0, left = length; left > 0; i++, left -= 8) {
      int mask = left >= 8 ? 0xff : 0xff << (8 - left);
      if (((mine[i] ^ other[i]) & mask & 0xff) != 0) {
        return false;
      }
    }
    return true;
  }
}
