package dev.waymark.gatewaytests;

import dev.waymark.kit.Answer;

/** Answers that several tests expect. Each says what one requirement is about and nothing else. */
public final class Answers {
  private Answers() {}

  /** An answer that the Gateway gave by itself, whatever it says: the request went no further. */
  public static Answer noBackend() {
    return Answer.any().fromNoBackend();
  }

  /** 404 from the Gateway itself. */
  public static Answer notFound() {
    return Answer.status(404).fromNoBackend();
  }

  /**
   * A server error from the Gateway itself: a rule is in force and its backend is not used. Which
   * error it has to be is a requirement of its own.
   */
  public static Answer failed() {
    return Answer.status(500, 502, 503).fromNoBackend();
  }
}
