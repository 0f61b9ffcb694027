package dev.waymark.dataplane.proxyprotocol;

/** Bytes that are no PROXY header of version 2, or one that can't be trusted; says why. */
public final class BadProxyHeaderException extends Exception {
  private static final long serialVersionUID = 1L;

  BadProxyHeaderException(String message) {
    super(message);
  }
}
