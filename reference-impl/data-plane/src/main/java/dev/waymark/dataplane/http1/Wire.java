package dev.waymark.dataplane.http1;

import dev.waymark.dataplane.http.RequestHead;
import dev.waymark.dataplane.http.ResponseHead;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.util.AsciiString;
import java.nio.charset.StandardCharsets;

/** The fixed parts of messages as they are written. */
final class Wire {
  static final byte[] TRANSFER_ENCODING_CHUNKED = ascii("transfer-encoding: chunked\r\n");
  static final byte[] CONTENT_LENGTH_ZERO = ascii("content-length: 0\r\n");
  static final byte[] CONNECTION_CLOSE = ascii("connection: close\r\n");
  static final byte[] CONNECTION_KEEP_ALIVE = ascii("connection: keep-alive\r\n");
  static final byte[] CONNECTION_UPGRADE = ascii("connection: upgrade\r\nupgrade: ");
  static final byte[] CRLF = ascii("\r\n");
  static final byte[] LAST_CHUNK = ascii("0\r\n");
  static final byte[] LAST_CHUNK_AND_END = ascii("0\r\n\r\n");

  /** Room for everything that is added to a head. */
  static final int HEAD_EXTRA = 256;

  private static final byte[] HTTP_1_1 = ascii("HTTP/1.1 ");
  private static final byte[] HOST = ascii("host: ");
  private static final byte[] SPACE_HTTP_1_1 = ascii(" HTTP/1.1\r\n");

  private Wire() {}

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  static void requestLineAndFields(ByteBuf out, RequestHead head) {
    if (head.startLineEnd() > 0) {
      head.headers().writeLines(out, 0, head.startLineEnd());
      return;
    }
    ascii(out, head.method());
    out.writeByte(' ');
    out.writeBytes(
        head.headers().bytes(), head.targetStart(), head.targetEnd() - head.targetStart());
    out.writeBytes(SPACE_HTTP_1_1);
    head.headers().writeLines(out);
  }

  static void statusLineAndFields(ByteBuf out, ResponseHead head) {
    if (head.startLineEnd() > 0) {
      head.headers().writeLines(out, 0, head.startLineEnd());
      return;
    }
    out.writeBytes(HTTP_1_1);
    ascii(out, HttpResponseStatus.valueOf(head.status()).codeAsText());
    out.writeByte(' ');
    ascii(out, AsciiString.of(HttpResponseStatus.valueOf(head.status()).reasonPhrase()));
    out.writeBytes(CRLF);
    head.headers().writeLines(out);
  }

  static void host(ByteBuf out, AsciiString authority) {
    out.writeBytes(HOST);
    ascii(out, authority);
    out.writeBytes(CRLF);
  }

  static void upgrade(ByteBuf out, AsciiString protocol) {
    out.writeBytes(CONNECTION_UPGRADE);
    ascii(out, protocol);
    out.writeBytes(CRLF);
  }

  static void chunkSize(ByteBuf out, int size) {
    out.writeBytes(ascii(Integer.toHexString(size)));
    out.writeBytes(CRLF);
  }

  private static void ascii(ByteBuf out, AsciiString text) {
    out.writeBytes(text.array(), text.arrayOffset(), text.length());
  }
}
