package dev.waymark.dataplane.http1;

import dev.waymark.dataplane.http.HeaderBlock;
import dev.waymark.dataplane.http.HttpRejection;
import dev.waymark.dataplane.http.Names;
import dev.waymark.dataplane.http.RequestHead;
import dev.waymark.dataplane.http.Syntax;
import io.netty.util.AsciiString;

/**
 * The forms of a request target (RFC 9112 §3.2). Absolute form is turned into origin form once the
 * head is complete; an authority that differs from the Host field is refused, although the RFC has
 * it win, because the next recipient may see it the other way.
 */
final class RequestTarget {
  private static final AsciiString HTTP_SCHEME = AsciiString.cached("http://");
  private static final AsciiString HTTPS_SCHEME = AsciiString.cached("https://");

  private int authorityStart;
  private int authorityEnd;
  private int end;

  void clear() {
    authorityEnd = 0;
  }

  boolean isAbsolute() {
    return authorityEnd > 0;
  }

  /** Reads the target while the head is still arriving. */
  void read(RequestHead head, int start, int targetEnd) throws HttpRejection {
    HeaderBlock block = head.headers();
    byte[] bytes = block.bytes();
    boolean asterisk =
        targetEnd - start == 1 && bytes[start] == '*' && head.method().contentEquals("OPTIONS");
    if (head.method().contentEquals("CONNECT")) {
      throw new HttpRejection(501, "CONNECT asks for a tunnel, which a gateway does not give");
    }
    if (bytes[start] == '/' || asterisk) {
      head.target(start, targetEnd);
      return;
    }
    authorityStart = schemeEnd(block, start, targetEnd);
    int at = authorityStart;
    while (at < targetEnd && bytes[at] != '/' && bytes[at] != '?') {
      at++;
    }
    if (at == authorityStart) {
      throw HttpRejection.badRequest("a request target without a host");
    }
    authorityEnd = at;
    end = targetEnd;
  }

  private static int schemeEnd(HeaderBlock block, int start, int end) throws HttpRejection {
    for (AsciiString scheme : new AsciiString[] {HTTP_SCHEME, HTTPS_SCHEME}) {
      int after = start + scheme.length();
      if (end > after && block.equalsIgnoreCase(start, after, scheme)) {
        return after;
      }
    }
    throw HttpRejection.badRequest("a request target that is neither a path nor an http URL");
  }

  /**
   * Turns absolute form into origin form, and adds the Host field of an HTTP/1.0 client that sent
   * none.
   */
  void resolve(RequestHead head, boolean hostSent) throws HttpRejection {
    if (!isAbsolute()) {
      return;
    }
    HeaderBlock block = head.headers();
    if (hostSent && !sameAuthority(block, head)) {
      throw HttpRejection.badRequest("the target's authority differs from the Host field");
    }
    if (authorityEnd < end && block.bytes()[authorityEnd] == '/') {
      head.target(authorityEnd, end);
    } else {
      int from = block.append("/");
      block.appendRange(authorityEnd, end);
      head.target(from, block.size());
    }
    if (!hostSent) {
      block.add(Names.HOST, block.text(authorityStart, authorityEnd));
    }
  }

  private boolean sameAuthority(HeaderBlock block, RequestHead head) {
    int hostStart = head.hostStart();
    int length = authorityEnd - authorityStart;
    if (head.authorityEnd() - hostStart != length) {
      return false;
    }
    byte[] bytes = block.bytes();
    for (int i = 0; i < length; i++) {
      if (Syntax.lower(bytes[hostStart + i]) != Syntax.lower(bytes[authorityStart + i])) {
        return false;
      }
    }
    return true;
  }
}
