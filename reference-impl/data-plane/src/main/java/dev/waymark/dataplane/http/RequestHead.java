package dev.waymark.dataplane.http;

import io.netty.util.AsciiString;

/**
 * The head of a request in the one form that all codecs produce: an origin-form target, the
 * authority as a {@code host} field, and the framing made explicit. The names of hop-by-hop fields
 * are gone before a route sees it. Reused by HTTP/1.1 connections.
 */
public final class RequestHead {
  public static final AsciiString GET = AsciiString.cached("GET");
  public static final AsciiString HEAD = AsciiString.cached("HEAD");

  private static final AsciiString[] COMMON_METHODS = {
    GET,
    HEAD,
    AsciiString.cached("POST"),
    AsciiString.cached("PUT"),
    AsciiString.cached("DELETE"),
    AsciiString.cached("OPTIONS"),
    AsciiString.cached("PATCH"),
    AsciiString.cached("TRACE"),
    AsciiString.cached("CONNECT"),
  };

  private final HeaderBlock headers = new HeaderBlock();
  private AsciiString method = GET;
  private int targetStart;
  private int targetEnd;
  private int pathEnd;
  private int hostStart;
  private int hostEnd;
  private int authorityEnd;
  private int startLineEnd;
  private Version version = Version.HTTP_1_1;
  private long contentLength = -1;
  private boolean chunked;
  private boolean bodyExpected;
  private boolean keepAlive;
  private boolean expectsContinue;
  private boolean acceptsTrailers;
  private AsciiString upgrade = AsciiString.EMPTY_STRING;

  /** How the client speaks. */
  public enum Version {
    HTTP_1_0,
    HTTP_1_1,
    HTTP_2
  }

  /** Forgets the request before. */
  public void clear() {
    headers.clear();
    method = GET;
    targetStart = 0;
    targetEnd = 0;
    pathEnd = 0;
    hostStart = 0;
    hostEnd = 0;
    authorityEnd = 0;
    startLineEnd = 0;
    version = Version.HTTP_1_1;
    contentLength = -1;
    chunked = false;
    bodyExpected = false;
    keepAlive = true;
    expectsContinue = false;
    acceptsTrailers = false;
    upgrade = AsciiString.EMPTY_STRING;
  }

  public HeaderBlock headers() {
    return headers;
  }

  public AsciiString method() {
    return method;
  }

  public boolean isHead() {
    return method == HEAD;
  }

  /**
   * Whether sending the request twice does what sending it once does (RFC 9110 §9.2.2), and nothing
   * of it is lost meanwhile.
   */
  public boolean isReplayable() {
    if (bodyExpected) {
      return false;
    }
    return switch (method.toString()) {
      case "GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE" -> true;
      default -> false;
    };
  }

  /** Sets the method from a range of the block; the common ones become constants. */
  public void method(int start, int end) {
    byte[] bytes = headers.bytes();
    for (AsciiString common : COMMON_METHODS) {
      if (common.length() == end - start && matches(bytes, start, common)) {
        method = common;
        return;
      }
    }
    method = new AsciiString(bytes, start, end - start, true);
  }

  private static boolean matches(byte[] bytes, int start, AsciiString text) {
    byte[] expected = text.array();
    for (int i = 0; i < text.length(); i++) {
      if (bytes[start + i] != expected[text.arrayOffset() + i]) {
        return false;
      }
    }
    return true;
  }

  /** Sets path and query, and finds where the query begins. */
  public void target(int start, int end) {
    targetStart = start;
    targetEnd = end;
    pathEnd = end;
    byte[] bytes = headers.bytes();
    for (int i = start; i < end; i++) {
      if (bytes[i] == '?') {
        pathEnd = i;
        return;
      }
    }
  }

  /** Replaces the path and keeps the query. */
  public void rewritePath(CharSequence path) {
    int queryStart = pathEnd;
    int queryEnd = targetEnd;
    int start = headers.append(path);
    headers.appendRange(queryStart, queryEnd);
    targetStart = start;
    pathEnd = start + path.length();
    targetEnd = headers.size();
    startLineEnd = 0;
  }

  public int targetStart() {
    return targetStart;
  }

  public int targetEnd() {
    return targetEnd;
  }

  /** Where the path ends: at the question mark or at the end of the target. */
  public int pathEnd() {
    return pathEnd;
  }

  /** The path without the query. */
  public String path() {
    return headers.text(targetStart, pathEnd);
  }

  /** The query with its question mark, or nothing. */
  public String query() {
    return headers.text(pathEnd, targetEnd);
  }

  /** Path and query. */
  public String target() {
    return headers.text(targetStart, targetEnd);
  }

  /** Sets the authority: where the host is, and where its port ends. */
  public void host(int start, int end, int endWithPort) {
    hostStart = start;
    hostEnd = end;
    authorityEnd = endWithPort;
  }

  public int hostStart() {
    return hostStart;
  }

  /** Where the host ends, without the port. */
  public int hostEnd() {
    return hostEnd;
  }

  /** Where the authority ends, port included. */
  public int authorityEnd() {
    return authorityEnd;
  }

  /** The host without the port, in lower case; empty when the request names none. */
  public String host() {
    return AsciiString.of(headers.text(hostStart, hostEnd)).toLowerCase().toString();
  }

  /** Host and port as the client sent them. */
  public String authority() {
    return headers.text(hostStart, authorityEnd);
  }

  /**
   * End of a start line that lies at offset zero and can go upstream as it is; zero if there is
   * none.
   */
  public int startLineEnd() {
    return startLineEnd;
  }

  public void startLineEnd(int end) {
    startLineEnd = end;
  }

  public Version version() {
    return version;
  }

  public void version(Version version) {
    this.version = version;
  }

  /** Bytes of the body, or -1 when its length is not known before its end. */
  public long contentLength() {
    return contentLength;
  }

  public void contentLength(long length) {
    contentLength = length;
  }

  /** Whether the body came in chunks. */
  public boolean isChunked() {
    return chunked;
  }

  public void chunked(boolean chunked) {
    this.chunked = chunked;
  }

  /** Whether a body follows. */
  public boolean hasBody() {
    return bodyExpected;
  }

  public void hasBody(boolean expected) {
    bodyExpected = expected;
  }

  /** Whether the client wants to send further requests on this connection. */
  public boolean keepAlive() {
    return keepAlive;
  }

  public void keepAlive(boolean keepAlive) {
    this.keepAlive = keepAlive;
  }

  /** Whether the client waits for 100 before it sends the body. */
  public boolean expectsContinue() {
    return expectsContinue;
  }

  public void expectsContinue(boolean expects) {
    expectsContinue = expects;
  }

  /** Whether the client said {@code TE: trailers}; gRPC servers insist on it. */
  public boolean acceptsTrailers() {
    return acceptsTrailers;
  }

  public void acceptsTrailers(boolean accepts) {
    acceptsTrailers = accepts;
  }

  /** The protocol that the client wants to change to, or nothing. */
  public AsciiString upgrade() {
    return upgrade;
  }

  public void upgrade(AsciiString protocol) {
    upgrade = protocol;
  }

  @Override
  public String toString() {
    return method + " " + target() + " host " + authority();
  }
}
