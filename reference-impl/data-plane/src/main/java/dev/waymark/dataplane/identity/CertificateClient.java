package dev.waymark.dataplane.identity;

import dev.waymark.model.identity.SpiffeId;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** The way to the mesh's certificate authority. */
@FunctionalInterface
public interface CertificateClient {
  /**
   * Asks for a certificate.
   *
   * @param request PKCS #10, in DER, for this identity
   * @return fails if the authority refuses or can't be reached
   */
  CompletionStage<Issued> issue(SpiffeId identity, byte[] request);

  /**
   * An authority's answer.
   *
   * @param chain the leaf first, without the root
   * @param roots all that are to be trusted now
   */
  record Issued(List<X509Certificate> chain, List<X509Certificate> roots) {
    public Issued {
      chain = List.copyOf(chain);
      roots = List.copyOf(roots);
    }
  }
}
