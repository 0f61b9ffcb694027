package dev.waymark.dataplane.hbone;

import java.io.IOException;

/** The peer answered a CONNECT with something else than 200. */
public final class TunnelRefusedException extends IOException {
  private static final long serialVersionUID = 1L;

  private final int status;

  TunnelRefusedException(Authority authority, int status) {
    super("the peer refused the tunnel to " + authority + ": " + status);
    this.status = status;
  }

  /** The HTTP status; 0 if it was none. */
  public int status() {
    return status;
  }
}
