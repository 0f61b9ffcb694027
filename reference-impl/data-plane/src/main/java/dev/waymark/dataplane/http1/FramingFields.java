package dev.waymark.dataplane.http1;

import dev.waymark.dataplane.http.HeaderBlock;
import dev.waymark.dataplane.http.HttpRejection;
import dev.waymark.dataplane.http.Names;

/**
 * The two fields that say where a message ends (RFC 9112 §6), each allowed once and in its plainest
 * form.
 */
final class FramingFields {
  private static final int MAX_DIGITS = 18; // fits a long

  private long contentLength;
  private boolean chunked;

  void clear() {
    contentLength = -1;
    chunked = false;
  }

  /** -1 where there is none. */
  long contentLength() {
    return contentLength;
  }

  boolean isChunked() {
    return chunked;
  }

  void contentLength(HeaderBlock block, int start, int end) throws HttpRejection {
    if (contentLength >= 0) {
      throw HttpRejection.badRequest("more than one Content-Length");
    }
    contentLength = parse(block.bytes(), start, end);
    if (contentLength < 0) {
      throw HttpRejection.badRequest("a Content-Length that is no number");
    }
  }

  void transferEncoding(HeaderBlock block, int start, int end) throws HttpRejection {
    if (chunked) {
      throw HttpRejection.badRequest("more than one Transfer-Encoding");
    }
    if (!block.equalsIgnoreCase(start, end, Names.CHUNKED)) {
      throw HttpRejection.badRequest("a Transfer-Encoding other than chunked");
    }
    chunked = true;
  }

  private static long parse(byte[] bytes, int start, int end) {
    if (start == end || end - start > MAX_DIGITS) {
      return -1;
    }
    long length = 0;
    for (int i = start; i < end; i++) {
      if (!HeadReader.isDigit(bytes[i])) {
        return -1;
      }
      length = length * 10 + (bytes[i] - '0');
    }
    return length;
  }
}
