package dev.waymark.dataplane.identity;

import dev.waymark.model.identity.SpiffeId;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * All that is needed to meet a peer as one identity.
 *
 * @param chain the leaf first, without the root
 * @param roots that peers' certificates must lead to
 */
public record Credential(
    SpiffeId identity, PrivateKey key, List<X509Certificate> chain, List<X509Certificate> roots) {

  public Credential {
    chain = List.copyOf(chain);
    roots = List.copyOf(roots);
    if (chain.isEmpty() || roots.isEmpty()) {
      throw new IllegalArgumentException(
          "chain: " + chain.size() + ", roots: " + roots.size() + " (expected: 1 or more of each)");
    }
  }

  /** From when on the leaf is valid. */
  public Instant notBefore() {
    return chain.getFirst().getNotBefore().toInstant();
  }

  /** Until when the leaf is valid. */
  public Instant notAfter() {
    return chain.getFirst().getNotAfter().toInstant();
  }

  /** Half of the leaf's life is over then. */
  Instant halfLife() {
    return notBefore().plus(Duration.between(notBefore(), notAfter()).dividedBy(2));
  }

  Credential withRoots(List<X509Certificate> others) {
    return new Credential(identity, key, chain, others);
  }

  @Override
  public String toString() {
    return "Credential[" + identity + " until " + notAfter() + "]"; // and never the key
  }
}
