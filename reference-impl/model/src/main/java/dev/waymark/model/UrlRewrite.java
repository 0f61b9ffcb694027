package dev.waymark.model;

import java.util.Optional;

/**
 * What changes in a request's target on its way to the backend.
 *
 * @param hostname the host to send; absent, the client's is sent
 */
public record UrlRewrite(Optional<String> hostname, PathRewrite path) {
  /** Changes nothing. */
  public static final UrlRewrite NONE = new UrlRewrite(Optional.empty(), PathRewrite.KEEP);
}
