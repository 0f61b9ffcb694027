package dev.waymark.dataplane.identity;

import dev.waymark.model.identity.SpiffeId;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Decides in the handshake whether a peer's certificate is good: its chain leads to one of the
 * roots, it is valid now and meant for the peer's part, and it is for an identity that is expected
 * (X509-SVID §5). Host names play no part. Safe for use by any thread.
 */
final class PeerTrust extends X509ExtendedTrustManager {
  // Extended key usages (RFC 5280 §4.2.1.12).
  private static final String SERVER_AUTH = "1.3.6.1.5.5.7.3.1";
  private static final String CLIENT_AUTH = "1.3.6.1.5.5.7.3.2";

  private final Set<TrustAnchor> anchors;
  private final Predicate<SpiffeId> expected;
  private final String expectation;
  private final InstantSource clock;

  /**
   * Trusts peers of some identities.
   *
   * @param expectation the same in words
   */
  PeerTrust(
      List<X509Certificate> roots,
      Predicate<SpiffeId> expected,
      String expectation,
      InstantSource clock) {
    this.anchors =
        roots.stream().map(root -> new TrustAnchor(root, null)).collect(Collectors.toSet());
    this.expected = expected;
    this.expectation = expectation;
    this.clock = clock;
  }

  private void check(X509Certificate[] chain, String usage) throws CertificateException {
    X509Certificate leaf = chain[0];
    SpiffeId identity =
        PeerIdentity.of(leaf)
            .orElseThrow(() -> new CertificateException("the peer's first URI is no identity"));
    if (!expected.test(identity)) {
      throw new CertificateException(
          "the peer is " + identity + " (expected: " + expectation + ")");
    }
    if (leaf.getBasicConstraints() >= 0) {
      throw new CertificateException("the peer shows the certificate of an authority");
    }
    List<String> usages = leaf.getExtendedKeyUsage();
    if (usages != null && !usages.contains(usage)) {
      throw new CertificateException("the certificate of " + identity + " is for another use");
    }
    try {
      PKIXParameters parameters = new PKIXParameters(anchors);
      parameters.setRevocationEnabled(false); // certificates live shorter than lists of them
      parameters.setDate(Date.from(clock.instant()));
      CertPathValidator.getInstance("PKIX")
          .validate(
              CertificateFactory.getInstance("X.509").generateCertPath(List.of(chain)), parameters);
    } catch (GeneralSecurityException e) {
      throw new CertificateException("the certificate of " + identity + ": " + e.getMessage(), e);
    }
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    check(chain, CLIENT_AUTH);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    check(chain, SERVER_AUTH);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    check(chain, CLIENT_AUTH);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    check(chain, SERVER_AUTH);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    check(chain, CLIENT_AUTH);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    check(chain, SERVER_AUTH);
  }

  /** No hints: a peer has one certificate, and shows it or not. */
  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return new X509Certificate[0];
  }
}
