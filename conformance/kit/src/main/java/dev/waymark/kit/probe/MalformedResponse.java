package dev.waymark.kit.probe;

import java.io.IOException;

/** A response that breaks its protocol; the message says how, and where the rule stands. */
final class MalformedResponse extends IOException {

  private static final long serialVersionUID = 1L;

  MalformedResponse(String message) {
    super(message);
  }
}
