package dev.waymark.dataplane.routing;

import dev.waymark.dataplane.http.RequestHead;
import dev.waymark.dataplane.http.Syntax;
import io.netty.util.AsciiString;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Parameters of a query, in the encoding of forms: pairs between ampersands, percent-encoded, a
 * plus for a space.
 */
final class Query {
  private Query() {}

  /**
   * The first value of a parameter, decoded; empty if it has no equals sign, null if it is not
   * there.
   */
  static @Nullable AsciiString first(RequestHead request, byte[] name) {
    byte[] bytes = request.headers().bytes();
    int end = request.targetEnd();
    for (int start = request.pathEnd() + 1; start < end; ) {
      int pairEnd = indexOf(bytes, '&', start, end);
      int nameEnd = indexOf(bytes, '=', start, pairEnd);
      byte[] decoded = decode(bytes, start, nameEnd);
      if (Arrays.equals(decoded, name)) {
        return new AsciiString(decode(bytes, Math.min(nameEnd + 1, pairEnd), pairEnd), false);
      }
      start = pairEnd + 1;
    }
    return null;
  }

  private static int indexOf(byte[] bytes, char wanted, int start, int end) {
    for (int i = start; i < end; i++) {
      if (bytes[i] == wanted) {
        return i;
      }
    }
    return end;
  }

  private static byte[] decode(byte[] bytes, int start, int end) {
    byte[] out = new byte[end - start];
    int size = 0;
    for (int i = start; i < end; i++) {
      byte b = bytes[i];
      if (b == '+') {
        b = ' ';
      } else if (b == '%'
          && i + 2 < end
          && Syntax.hex(bytes[i + 1]) >= 0
          && Syntax.hex(bytes[i + 2]) >= 0) {
        b = (byte) (Syntax.hex(bytes[i + 1]) << 4 | Syntax.hex(bytes[i + 2]));
        i += 2;
      }
      out[size++] = b;
    }
    return Arrays.copyOf(out, size);
  }
}
