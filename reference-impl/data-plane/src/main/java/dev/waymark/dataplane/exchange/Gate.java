package dev.waymark.dataplane.exchange;

import dev.waymark.dataplane.http.RequestHead;

/**
 * Decides whether a request may come in, before it is routed. Called on the exchange's event loop.
 */
@FunctionalInterface
public interface Gate {
  /** Lets everything in. */
  Gate OPEN = (_, answer) -> answer.admit();

  /**
   * Decides on a request. Its head may be read and edited until the answer is given, which happens
   * once, on the event loop, before this returns or later; meanwhile its body is held back.
   */
  void ask(RequestHead request, Answer answer);

  /** Takes the decision. */
  interface Answer {
    /** The request goes on. */
    void admit();

    /**
     * The request ends here.
     *
     * @param reason for those who run the proxy
     */
    void refuse(LocalResponse response, String reason);
  }
}
