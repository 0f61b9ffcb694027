package dev.waymark.kit.probe;

import dev.waymark.kit.Header;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a server made of bytes that it was sent.
 *
 * @param responses the responses that came, in order
 * @param ending what became of the connection after them
 * @param remark what was wrong with the bytes after the last response, or with the connection, in
 *     words; null when nothing was
 */
public record RawAnswer(List<Response> responses, Ending ending, @Nullable String remark) {

  /** What became of the connection. */
  public enum Ending {
    /** The server closed it in order. */
    CLOSED,
    /** The server reset it. */
    RESET,
    /** It was still open when the time to wait was over, or when what came was no response. */
    OPEN,
    /** There was none: it was refused, or TLS failed. */
    NONE
  }

  /**
   * One response.
   *
   * @param status the status code
   * @param headers field lines in order of arrival, names as sent
   * @param body the content without its framing, decoded as UTF-8
   * @param trailers fields after a chunked body
   */
  public record Response(int status, List<Header> headers, String body, List<Header> trailers) {}

  public RawAnswer {
    responses = List.copyOf(responses);
  }

  /** The status codes that came, in order. */
  public List<Integer> statuses() {
    return responses.stream().map(Response::status).toList();
  }
}
