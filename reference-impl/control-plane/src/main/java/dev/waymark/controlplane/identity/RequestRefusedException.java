package dev.waymark.controlplane.identity;

/** A certificate that was asked for is not issued; the message says why, to whoever asked. */
public final class RequestRefusedException extends Exception {
  private static final long serialVersionUID = 1L;

  RequestRefusedException(String message) {
    super(message);
  }
}
