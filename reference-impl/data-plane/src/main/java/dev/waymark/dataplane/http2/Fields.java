package dev.waymark.dataplane.http2;

import dev.waymark.dataplane.http.HeaderBlock;
import dev.waymark.dataplane.http.Syntax;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.util.AsciiString;

/** Header fields between HPACK's form and the gateway's own. */
final class Fields {
  private Fields() {}

  /**
   * Adds a field to a block after checking it (RFC 9113 §8.2.1), since a codec of HTTP/1.1 on the
   * other side would write it as it is.
   */
  static void add(HeaderBlock block, int streamId, CharSequence name, CharSequence value)
      throws Http2Exception {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c > 0x7f || !Syntax.isToken((byte) c) || (c >= 'A' && c <= 'Z')) {
        throw malformed(streamId, "a header name with a character that names can't have");
      }
    }
    if (name.isEmpty()) {
      throw malformed(streamId, "a header without a name");
    }
    checkValue(streamId, value);
    block.add(name, value);
  }

  private static void checkValue(int streamId, CharSequence value) throws Http2Exception {
    int length = value.length();
    for (int i = 0; i < length; i++) {
      char c = value.charAt(i);
      if (c > 0xff || !Syntax.isValue((byte) c)) {
        throw malformed(streamId, "a header value with a control character");
      }
    }
    if (length > 0 && (isSpace(value.charAt(0)) || isSpace(value.charAt(length - 1)))) {
      throw malformed(streamId, "a header value with white space around it");
    }
  }

  private static boolean isSpace(char c) {
    return c == ' ' || c == '\t';
  }

  static Http2Exception malformed(int streamId, String reason) {
    return Http2Exception.streamError(streamId, Http2Error.PROTOCOL_ERROR, reason);
  }

  /** The fields of a block as names, in lower case, and values, behind {@code skip} free places. */
  static AsciiString[] pairs(HeaderBlock block, int skip) {
    AsciiString[] pairs = new AsciiString[skip + block.count() * 2];
    for (int i = 0; i < block.count(); i++) {
      pairs[skip + i * 2] = lowerCaseName(block, i);
      pairs[skip + i * 2 + 1] = block.valueBytes(i);
    }
    return pairs;
  }

  private static AsciiString lowerCaseName(HeaderBlock block, int i) {
    int start = block.nameStart(i);
    byte[] name = new byte[block.nameEnd(i) - start];
    for (int at = 0; at < name.length; at++) {
      name[at] = Syntax.lower(block.bytes()[start + at]);
    }
    return new AsciiString(name, false);
  }
}
