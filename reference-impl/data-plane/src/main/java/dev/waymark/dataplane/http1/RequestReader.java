package dev.waymark.dataplane.http1;

import dev.waymark.dataplane.http.Authorities;
import dev.waymark.dataplane.http.HttpRejection;
import dev.waymark.dataplane.http.Names;
import dev.waymark.dataplane.http.RequestHead;
import dev.waymark.dataplane.http.Syntax;
import io.netty.buffer.ByteBuf;

/**
 * Reads request heads strictly (RFC 9112 §3, §5, §6) and leaves {@link RequestHead} without
 * hop-by-hop fields. Whatever makes the end of the message ambiguous is refused.
 */
final class RequestReader extends HeadReader {
  private final RequestHead head;
  private final RequestTarget target = new RequestTarget();
  private final FramingFields framing = new FramingFields();
  private final ConnectionOptions connection = new ConnectionOptions();
  private int host;
  private int upgrade;
  private boolean expectsContinue;
  private boolean acceptsTrailers;
  private boolean hopByHop;

  RequestReader(HeadLimits limits, RequestHead head) {
    super(limits, head.headers());
    this.head = head;
    begin();
  }

  /** Makes ready for the next request. */
  void begin() {
    head.clear();
    target.clear();
    framing.clear();
    connection.clear();
    host = -1;
    upgrade = -1;
    expectsContinue = false;
    acceptsTrailers = false;
    hopByHop = false;
    start(head.headers(), true);
  }

  /** Takes bytes; true when the head is complete and checked. */
  boolean readHead(ByteBuf in) throws HttpRejection {
    if (!read(in)) {
      return false;
    }
    finish();
    return true;
  }

  @Override
  void startLine(int start, int end) throws HttpRejection {
    byte[] bytes = block().bytes();
    int methodEnd = start;
    while (methodEnd < end && Syntax.isToken(bytes[methodEnd])) {
      methodEnd++;
    }
    if (methodEnd == start || methodEnd == end || bytes[methodEnd] != ' ') {
      throw HttpRejection.badRequest("a method with a character that methods can't have");
    }
    head.method(start, methodEnd);
    int targetStart = methodEnd + 1;
    int targetEnd = targetStart;
    while (targetEnd < end && Syntax.isTarget(bytes[targetEnd])) {
      targetEnd++;
    }
    if (targetEnd == targetStart || targetEnd == end || bytes[targetEnd] != ' ') {
      throw HttpRejection.badRequest("a request target with a character that targets can't have");
    }
    if (targetEnd - targetStart > limits().target()) {
      throw new HttpRejection(414, "the target is longer than " + limits().target() + " bytes");
    }
    version(bytes, targetEnd + 1, end);
    target.read(head, targetStart, targetEnd);
    if (start == 0 && !target.isAbsolute() && head.version() == RequestHead.Version.HTTP_1_1) {
      head.startLineEnd(end + 2);
    }
  }

  private void version(byte[] bytes, int start, int end) throws HttpRejection {
    boolean shaped =
        end - start == 8
            && bytes[start] == 'H'
            && bytes[start + 1] == 'T'
            && bytes[start + 2] == 'T'
            && bytes[start + 3] == 'P'
            && bytes[start + 4] == '/'
            && isDigit(bytes[start + 5])
            && bytes[start + 6] == '.'
            && isDigit(bytes[start + 7]);
    if (!shaped) {
      throw HttpRejection.badRequest("a request line without a version");
    }
    if (bytes[start + 5] != '1') {
      throw new HttpRejection(505, "a version other than HTTP/1.1 and HTTP/1.0");
    }
    head.version(
        bytes[start + 7] == '0' ? RequestHead.Version.HTTP_1_0 : RequestHead.Version.HTTP_1_1);
  }

  @Override
  void field(int i, int nameStart, int nameEnd, int valueStart, int valueEnd) throws HttpRejection {
    switch (nameEnd - nameStart) { // the length alone rules out most names
      case 2 -> {
        if (block().nameIs(i, Names.TE)) {
          hopByHop = true;
          acceptsTrailers |= block().equalsIgnoreCase(valueStart, valueEnd, Names.TRAILERS);
        }
      }
      case 4 -> {
        if (block().nameIs(i, Names.HOST)) {
          if (host >= 0) {
            throw HttpRejection.badRequest("more than one Host field");
          }
          host = i;
        }
      }
      case 6 -> {
        if (block().nameIs(i, Names.EXPECT)) {
          if (!block().equalsIgnoreCase(valueStart, valueEnd, Names.CONTINUE)) {
            throw new HttpRejection(417, "an expectation other than 100-continue");
          }
          expectsContinue = true;
        }
      }
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
        } else if (block().nameIs(i, Names.KEEP_ALIVE)) {
          hopByHop = true;
        }
      }
      case 14 -> {
        if (block().nameIs(i, Names.CONTENT_LENGTH)) {
          framing.contentLength(block(), valueStart, valueEnd);
        } else if (block().nameIs(i, Names.HTTP2_SETTINGS)) {
          hopByHop = true;
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

  private void finish() throws HttpRejection {
    boolean oldClient = head.version() == RequestHead.Version.HTTP_1_0;
    if (framing.isChunked()) {
      if (oldClient) {
        throw HttpRejection.badRequest("Transfer-Encoding in HTTP/1.0");
      }
      if (framing.contentLength() >= 0) {
        throw HttpRejection.badRequest("both Content-Length and Transfer-Encoding");
      }
    }
    host(oldClient);
    head.contentLength(framing.contentLength());
    head.chunked(framing.isChunked());
    head.hasBody(framing.isChunked() || framing.contentLength() > 0);
    head.keepAlive(!connection.close() && (!oldClient || connection.keepAlive()));
    head.expectsContinue(expectsContinue && head.hasBody() && !oldClient);
    head.acceptsTrailers(acceptsTrailers);
    if (upgrade >= 0 && connection.upgrade() && !oldClient && !asksForHttp2()) {
      head.upgrade(block().valueBytes(upgrade));
    }
    if (hopByHop) {
      connection.removeHopByHop(block());
    }
    if (expectsContinue && !head.expectsContinue()) {
      block().removeAll(Names.EXPECT);
    }
  }

  /**
   * The upgrade to HTTP/2 is obsolete (RFC 9113 §3.1), and not the backend's to make in any case.
   */
  private boolean asksForHttp2() {
    return block().text(block().valueStart(upgrade), block().valueEnd(upgrade)).contains("h2c");
  }

  private void host(boolean oldClient) throws HttpRejection {
    if (host < 0 && !oldClient) {
      throw HttpRejection.badRequest("no Host field");
    }
    if (host >= 0) {
      authority(block().valueStart(host), block().valueEnd(host));
    }
    target.resolve(head, host >= 0);
    if (host < 0 && target.isAbsolute()) {
      int added = block().count() - 1;
      authority(block().valueStart(added), block().valueEnd(added));
    }
  }

  private void authority(int start, int end) throws HttpRejection {
    int hostEnd = Authorities.hostEnd(block().bytes(), start, end);
    if (hostEnd < 0) {
      throw HttpRejection.badRequest("a Host field that names no host");
    }
    head.host(start, hostEnd, end);
  }
}
