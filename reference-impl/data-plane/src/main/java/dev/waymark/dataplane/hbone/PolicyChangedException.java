package dev.waymark.dataplane.hbone;

import java.io.IOException;

/** A connection was ended, because it would not be admitted any more. */
public final class PolicyChangedException extends IOException {
  private static final long serialVersionUID = 1L;

  /** With the text that ztunnel's users know. */
  public PolicyChangedException() {
    super("connection closed due to policy change");
  }
}
