package dev.waymark.dataplane.routing;

import io.netty.util.AsciiString;
import java.nio.charset.StandardCharsets;

/** Texts of the configuration as the bytes that they are on the wire. */
final class Bytes {
  private Bytes() {}

  static byte[] of(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static AsciiString ascii(String text) {
    return new AsciiString(of(text), false);
  }
}
