package dev.waymark.dataplane.identity;

import dev.waymark.model.identity.SpiffeId;
import org.jspecify.annotations.Nullable;

/** There is no valid certificate for an identity now; the attempts to get one go on. */
public final class CertificateUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  CertificateUnavailableException(SpiffeId identity, String why, @Nullable Throwable cause) {
    super("no certificate for " + identity + ": " + why, cause);
  }
}
