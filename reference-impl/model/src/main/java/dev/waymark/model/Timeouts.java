package dev.waymark.model;

import java.time.Duration;
import java.util.Optional;

/**
 * How long a request may take. An absent one leaves it to the data plane's default; zero means no
 * limit.
 *
 * @param request from the request's arrival to the end of the response; 504 when it passes before
 *     the response began
 * @param backend one attempt at a backend, likewise
 */
public record Timeouts(Optional<Duration> request, Optional<Duration> backend) {
  /** The data plane's defaults. */
  public static final Timeouts NONE = new Timeouts(Optional.empty(), Optional.empty());

  public Timeouts {
    if (request.filter(Duration::isNegative).isPresent()
        || backend.filter(Duration::isNegative).isPresent()) {
      throw new IllegalArgumentException("a timeout can't be negative");
    }
  }
}
