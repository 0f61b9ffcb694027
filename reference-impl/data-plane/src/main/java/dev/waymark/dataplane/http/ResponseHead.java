package dev.waymark.dataplane.http;

import io.netty.util.AsciiString;

/**
 * The head of a response in the one form that all codecs produce. Reused by HTTP/1.1 connections.
 */
public final class ResponseHead {
  private final HeaderBlock headers = new HeaderBlock();
  private int status;
  private int startLineEnd;
  private long contentLength = -1;
  private boolean chunked;
  private boolean keepAlive;
  private AsciiString upgrade = AsciiString.EMPTY_STRING;

  /** Forgets the response before. */
  public void clear() {
    headers.clear();
    status = 0;
    startLineEnd = 0;
    contentLength = -1;
    chunked = false;
    keepAlive = true;
    upgrade = AsciiString.EMPTY_STRING;
  }

  public HeaderBlock headers() {
    return headers;
  }

  public int status() {
    return status;
  }

  public void status(int status) {
    this.status = status;
  }

  /** Whether it is followed by another head (RFC 9110 §15.2); 101 ends the exchange instead. */
  public boolean isInterim() {
    return status < 200 && status != 101;
  }

  /** Whether a response of this status never has a body (RFC 9110 §6.4.1). */
  public boolean isBodiless() {
    return status < 200 || status == 204 || status == 304;
  }

  /** End of an HTTP/1.1 status line that lies at offset zero; zero if there is none. */
  public int startLineEnd() {
    return startLineEnd;
  }

  public void startLineEnd(int end) {
    startLineEnd = end;
  }

  /** Bytes of the body, or -1 when its length is not known before its end. */
  public long contentLength() {
    return contentLength;
  }

  public void contentLength(long length) {
    contentLength = length;
  }

  /** Whether the body comes in chunks. */
  public boolean isChunked() {
    return chunked;
  }

  public void chunked(boolean chunked) {
    this.chunked = chunked;
  }

  /** Whether the server takes further requests on the connection. */
  public boolean keepAlive() {
    return keepAlive;
  }

  public void keepAlive(boolean keepAlive) {
    this.keepAlive = keepAlive;
  }

  /** The protocol that the server changed to, or nothing. */
  public AsciiString upgrade() {
    return upgrade;
  }

  public void upgrade(AsciiString protocol) {
    upgrade = protocol;
  }

  @Override
  public String toString() {
    return status + "\n" + headers;
  }
}
