package dev.waymark.kit;

import java.net.InetSocketAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One request and what came of it: a response, or a failure to get one.
 *
 * @param to the address that was dialled
 * @param request what was sent
 * @param response what arrived; null when nothing that is a response did
 * @param failure why there is no response, in words ({@code connection refused}, {@code timeout
 *     after 10 s}, {@code TLS alert unrecognized_name}); null when there is one
 * @param took from dialling to the last byte of the response
 */
public record Exchange(
    InetSocketAddress to,
    Request request,
    @Nullable Response response,
    @Nullable String failure,
    Duration took) {
  public Exchange {
    if ((response == null) == (failure == null)) {
      throw new IllegalArgumentException(
          "an exchange ends in a response or in a failure, not in both or none");
    }
  }

  /** An exchange that was answered. */
  public static Exchange answered(
      InetSocketAddress to, Request request, Response response, Duration took) {
    return new Exchange(to, request, response, null, took);
  }

  /** An exchange that was not. */
  public static Exchange failed(
      InetSocketAddress to, Request request, String failure, Duration took) {
    return new Exchange(to, request, null, failure, took);
  }
}
