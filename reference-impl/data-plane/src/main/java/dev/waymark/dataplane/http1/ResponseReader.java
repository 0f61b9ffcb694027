package dev.waymark.dataplane.http1;

import dev.waymark.dataplane.http.HttpRejection;
import dev.waymark.dataplane.http.Names;
import dev.waymark.dataplane.http.ResponseHead;
import dev.waymark.dataplane.http.Syntax;
import io.netty.buffer.ByteBuf;

/**
 * Reads response heads as strictly as requests: a backend that is not in step would answer the next
 * client with this one's response.
 */
final class ResponseReader extends HeadReader {
  private static final int STATUS_AT = 9; // behind "HTTP/1.1 "

  private final ResponseHead head;
  private final FramingFields framing = new FramingFields();
  private final ConnectionOptions connection = new ConnectionOptions();
  private boolean hopByHop;
  private boolean oldServer;
  private int upgrade;

  ResponseReader(HeadLimits limits, ResponseHead head) {
    super(limits, head.headers());
    this.head = head;
    begin();
  }

  /** Makes ready for the next response. */
  void begin() {
    head.clear();
    framing.clear();
    connection.clear();
    hopByHop = false;
    oldServer = false;
    upgrade = -1;
    start(head.headers(), true);
  }

  /** Takes bytes; true when the head is complete and checked. */
  boolean readHead(ByteBuf in) throws HttpRejection {
    if (!read(in)) {
      return false;
    }
    if (framing.isChunked() && (framing.contentLength() >= 0 || oldServer)) {
      throw HttpRejection.badRequest("a response whose length is told in two ways");
    }
    head.contentLength(framing.contentLength());
    head.chunked(framing.isChunked());
    head.keepAlive(!connection.close() && (!oldServer || connection.keepAlive()));
    if (upgrade >= 0) {
      head.upgrade(block().valueBytes(upgrade));
    }
    if (hopByHop) {
      connection.removeHopByHop(block());
    }
    return true;
  }

  @Override
  void startLine(int start, int end) throws HttpRejection {
    byte[] bytes = block().bytes();
    boolean shaped =
        end - start >= STATUS_AT + 3
            && bytes[start] == 'H'
            && bytes[start + 1] == 'T'
            && bytes[start + 2] == 'T'
            && bytes[start + 3] == 'P'
            && bytes[start + 4] == '/'
            && bytes[start + 5] == '1'
            && bytes[start + 6] == '.'
            && isDigit(bytes[start + 7])
            && bytes[start + 8] == ' '
            && isDigit(bytes[start + STATUS_AT])
            && isDigit(bytes[start + STATUS_AT + 1])
            && isDigit(bytes[start + STATUS_AT + 2])
            && (end == start + STATUS_AT + 3 || bytes[start + STATUS_AT + 3] == ' ');
    if (!shaped || bytes[start + STATUS_AT] == '0') {
      throw HttpRejection.badRequest("a status line that is none");
    }
    for (int i = start + STATUS_AT + 3; i < end; i++) {
      if (!Syntax.isValue(bytes[i])) {
        throw HttpRejection.badRequest("a reason phrase with a control character");
      }
    }
    oldServer = bytes[start + 7] == '0';
    head.status(
        (bytes[start + STATUS_AT] - '0') * 100
            + (bytes[start + STATUS_AT + 1] - '0') * 10
            + (bytes[start + STATUS_AT + 2] - '0'));
    if (start == 0 && bytes[start + 7] == '1' && end > start + STATUS_AT + 3) {
      head.startLineEnd(end + 2);
    }
  }

  @Override
  void field(int i, int nameStart, int nameEnd, int valueStart, int valueEnd) throws HttpRejection {
    switch (nameEnd - nameStart) {
      case 7 -> {
        if (block().nameIs(i, Names.UPGRADE)) {
          hopByHop = true;
          upgrade = i;
        }
      }
      case 10 -> {
        if (block().nameIs(i, Names.CONNECTION)) {
          hopByHop = true;
          connection.read(block(), valueStart, valueEnd);
        } else {
          hopByHop |= block().nameIs(i, Names.KEEP_ALIVE);
        }
      }
      case 14 -> {
        if (block().nameIs(i, Names.CONTENT_LENGTH)) {
          framing.contentLength(block(), valueStart, valueEnd);
        }
      }
      case 16 -> hopByHop |= block().nameIs(i, Names.PROXY_CONNECTION);
      case 17 -> {
        if (block().nameIs(i, Names.TRANSFER_ENCODING)) {
          hopByHop = true;
          framing.transferEncoding(block(), valueStart, valueEnd);
        }
      }
      default -> {}
    }
  }
}
