package dev.waymark.dataplane.http;

/**
 * A message that is refused: the status that says so and what was wrong with it. After one the
 * connection can't be trusted to be in step any more and is closed (RFC 9112 §11.2).
 */
public final class HttpRejection extends Exception {
  private static final long serialVersionUID = 1;

  private final int status;

  public HttpRejection(int status, String reason) {
    super(
        reason, null, false,
        false); // thrown on hostile input: a stack trace would be the attacker's to buy
    this.status = status;
  }

  /** A request that breaks the grammar or the framing rules. */
  public static HttpRejection badRequest(String reason) {
    return new HttpRejection(400, reason);
  }

  public int status() {
    return status;
  }

  /** What was wrong, without the offending bytes. */
  public String reason() {
    return String.valueOf(getMessage());
  }
}
