package dev.waymark.mesh.certificates;

import java.util.Optional;

/** Finds out whose a bearer token is. Safe for use by any thread; may wait. */
@FunctionalInterface
public interface TokenAuthenticator {
  /** The owner of a token; empty if it is not valid. */
  Optional<Caller> authenticate(String token);
}
