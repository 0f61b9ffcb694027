package dev.waymark.dataplane.http;

/** The {@code host[:port]} form of RFC 9110 §7.2. */
public final class Authorities {
  private Authorities() {}

  /**
   * Where the host ends and the port begins, or -1 if the range is no authority. An empty range is
   * one: a request that names no host.
   */
  public static int hostEnd(byte[] bytes, int start, int end) {
    int at = start;
    if (at < end && bytes[at] == '[') {
      at = addressEnd(bytes, at, end);
      if (at < 0) {
        return -1;
      }
    } else {
      while (at < end && Syntax.isHost(bytes[at])) {
        at++;
      }
      if (at == start && end > start) {
        return -1;
      }
    }
    int hostEnd = at;
    if (at < end) {
      if (bytes[at] != ':' || end - at > 6) {
        return -1;
      }
      for (at++; at < end; at++) {
        if (bytes[at] < '0' || bytes[at] > '9') {
          return -1;
        }
      }
    }
    return hostEnd;
  }

  private static int addressEnd(byte[] bytes, int start, int end) {
    for (int at = start + 1; at < end; at++) {
      byte b = bytes[at];
      if (b == ']') {
        return at > start + 1 ? at + 1 : -1;
      }
      if (Syntax.hex(b) < 0 && b != ':' && b != '.') {
        return -1;
      }
    }
    return -1;
  }
}
