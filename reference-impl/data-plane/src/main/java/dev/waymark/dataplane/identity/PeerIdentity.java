package dev.waymark.dataplane.identity;

import dev.waymark.model.identity.SpiffeId;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Whom a certificate is for. */
public final class PeerIdentity {
  private static final int URI = 6; // GeneralName's choice (RFC 5280 §4.2.1.6)

  private PeerIdentity() {}

  /** The identity in the first URI; empty if there is no URI, or the first is no identity. */
  public static Optional<SpiffeId> of(X509Certificate leaf) {
    try {
      Collection<List<?>> names = leaf.getSubjectAlternativeNames();
      return names == null
          ? Optional.empty()
          : names.stream()
              .filter(name -> name.get(0) instanceof Integer kind && kind == URI)
              .findFirst()
              .flatMap(name -> SpiffeId.parse(String.valueOf(name.get(1))));
    } catch (CertificateParsingException e) {
      return Optional.empty();
    }
  }
}
