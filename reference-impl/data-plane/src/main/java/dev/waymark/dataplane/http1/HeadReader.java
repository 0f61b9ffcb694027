package dev.waymark.dataplane.http1;

import dev.waymark.dataplane.http.HeaderBlock;
import dev.waymark.dataplane.http.HttpRejection;
import dev.waymark.dataplane.http.Syntax;
import io.netty.buffer.ByteBuf;

/**
 * Collects the lines of one head, or of a trailer section, in a {@link HeaderBlock}, however the
 * bytes are cut into reads. Lines end with CR LF and nothing else: RFC 9112 §2.2 lets a recipient
 * accept a bare LF, and smuggling lives on that.
 */
abstract class HeadReader {
  private static final int CHUNK =
      2048; // copied at a time, so that the body behind a head isn't copied with it

  private final HeadLimits limits;
  private HeaderBlock block;
  private int lineStart;
  private int scanned;
  private boolean startLineRead;

  HeadReader(HeadLimits limits, HeaderBlock block) {
    this.limits = limits;
    this.block = block;
  }

  final HeadLimits limits() {
    return limits;
  }

  final HeaderBlock block() {
    return block;
  }

  /** Begins a new head behind what the block holds. */
  final void start(HeaderBlock into, boolean withStartLine) {
    block = into;
    lineStart = into.size();
    scanned = lineStart;
    startLineRead = !withStartLine;
  }

  /** Whether any byte of the head has arrived. */
  final boolean isStarted() {
    return scanned > 0;
  }

  /**
   * Takes bytes of the head.
   *
   * @return whether the head is complete; then {@code in} stands at the first byte behind it
   */
  final boolean read(ByteBuf in) throws HttpRejection {
    while (in.isReadable()) {
      int chunk = Math.min(in.readableBytes(), CHUNK);
      int before = block.size();
      block.append(in, chunk);
      if (scan(before + chunk)) {
        in.skipBytes(scanned - before);
        return true;
      }
      in.skipBytes(chunk);
      if (block.size() > limits.bytes()) {
        throw new HttpRejection(
            startLineRead ? 431 : 414, "the head is longer than " + limits.bytes() + " bytes");
      }
    }
    return false;
  }

  private boolean scan(int end) throws HttpRejection {
    byte[] bytes = block.bytes();
    int at = scanned;
    while (at < end) {
      if (bytes[at++] != '\n') {
        continue;
      }
      int lineEnd = at - 2;
      if (lineEnd < lineStart || bytes[lineEnd] != '\r') {
        throw HttpRejection.badRequest("a line ends without CR");
      }
      int start = lineStart;
      lineStart = at;
      if (!startLineRead) {
        if (start == lineEnd) {
          if (start > 2) {
            throw HttpRejection.badRequest("empty lines before the start line");
          }
          continue; // one stray CR LF after a body is forgiven, as RFC 9112 §2.2 asks
        }
        startLineRead = true;
        startLine(start, lineEnd);
      } else if (start == lineEnd) {
        scanned = at;
        block.truncate(at);
        return true;
      } else {
        fieldLine(bytes, start, lineEnd);
      }
    }
    scanned = at;
    return false;
  }

  private void fieldLine(byte[] bytes, int start, int end) throws HttpRejection {
    int colon = start;
    while (colon < end && Syntax.isToken(bytes[colon])) {
      colon++;
    }
    if (colon == start || colon == end || bytes[colon] != ':') {
      throw HttpRejection.badRequest(
          isSpace(bytes[start])
              ? "a folded header line"
              : "a header name with a character that names can't have");
    }
    int valueStart = colon + 1;
    while (valueStart < end && isSpace(bytes[valueStart])) {
      valueStart++;
    }
    int valueEnd = end;
    while (valueEnd > valueStart && isSpace(bytes[valueEnd - 1])) {
      valueEnd--;
    }
    for (int i = valueStart; i < valueEnd; i++) {
      if (!Syntax.isValue(bytes[i])) {
        throw HttpRejection.badRequest("a header value with a control character");
      }
    }
    if (block.count() == limits.fields()) {
      throw new HttpRejection(431, "more than " + limits.fields() + " header fields");
    }
    block.index(start, colon, valueStart, valueEnd);
    field(block.count() - 1, start, colon, valueStart, valueEnd);
  }

  static boolean isSpace(byte b) {
    return b == ' ' || b == '\t';
  }

  static boolean isDigit(byte b) {
    return b >= '0' && b <= '9';
  }

  /**
   * Takes the first line, without its CR LF. Must not append to the block: bytes of the head are
   * still to come.
   */
  abstract void startLine(int start, int end) throws HttpRejection;

  /**
   * Looks at a field that has just been indexed as number {@code i}. Must not append to the block
   * either.
   */
  abstract void field(int i, int nameStart, int nameEnd, int valueStart, int valueEnd)
      throws HttpRejection;
}
