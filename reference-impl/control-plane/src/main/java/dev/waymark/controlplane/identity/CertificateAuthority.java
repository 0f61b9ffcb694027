package dev.waymark.controlplane.identity;

import dev.waymark.model.identity.SpiffeId;
import dev.waymark.model.identity.TrustDomain;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * Issues the certificates of a trust domain's workloads (X509-SVID): P-256, no subject, one URI,
 * for clients and servers alike. Safe for use by any thread.
 */
public final class CertificateAuthority {
  /** What workloads ask for, and get if they ask for nothing. */
  public static final Duration CERTIFICATE_LIFETIME = Duration.ofHours(24);

  private final TrustDomain trustDomain;
  private final InstantSource clock;
  private final List<Consumer<List<X509Certificate>>> followers = new CopyOnWriteArrayList<>();
  private volatile SigningRoots roots;

  /**
   * Creates an authority.
   *
   * @param roots as they were kept, or {@link SigningRoots#of} a new one
   */
  public CertificateAuthority(TrustDomain trustDomain, SigningRoots roots, InstantSource clock) {
    this.trustDomain = trustDomain;
    this.roots = roots;
    this.clock = clock;
  }

  public TrustDomain trustDomain() {
    return trustDomain;
  }

  public SigningRoots roots() {
    return roots;
  }

  /** The root certificates that members of the trust domain are to trust now, oldest first. */
  public List<X509Certificate> bundle() {
    return roots.bundle();
  }

  /**
   * Tells whenever the bundle changes, on the thread that changed it.
   *
   * @return ends that
   */
  public Runnable follow(Consumer<List<X509Certificate>> follower) {
    followers.add(follower);
    return () -> followers.remove(follower);
  }

  /** Takes a step of a root's replacement; see {@link SigningRoots}. */
  public synchronized void change(UnaryOperator<SigningRoots> step) {
    List<X509Certificate> before = roots.bundle();
    roots = step.apply(roots);
    List<X509Certificate> after = roots.bundle();
    if (!after.equals(before)) {
      followers.forEach(follower -> follower.accept(after));
    }
  }

  /**
   * Issues a certificate.
   *
   * @param request PKCS #10, in DER (RFC 2986)
   * @param identity that the asker has proved to be entitled to; the request must ask for it
   * @param lifetime at most {@link #CERTIFICATE_LIFETIME}; zero for that; cut short where the root
   *     ends sooner
   * @return from the leaf to the last certificate before the root: here always one
   * @throws RequestRefusedException if the request can't be granted; its message says why
   */
  public List<X509Certificate> issue(byte[] request, SpiffeId identity, Duration lifetime)
      throws RequestRefusedException {
    if (!identity.trustDomain().equals(trustDomain)) {
      throw new RequestRefusedException(
          "identity: " + identity + " (expected: one of the trust domain " + trustDomain + ")");
    }
    if (lifetime.isNegative() || lifetime.compareTo(CERTIFICATE_LIFETIME) > 0) {
      throw new RequestRefusedException(
          "validity duration: " + lifetime + " (expected: at most " + CERTIFICATE_LIFETIME + ")");
    }
    PublicKey key = SigningRequest.parse(request).keyFor(identity);
    SigningRoot root = roots.signer();
    Instant now = clock.instant();
    Instant end = end(root, now.plus(lifetime.isZero() ? CERTIFICATE_LIFETIME : lifetime));
    if (!end.isAfter(now)) {
      throw new RequestRefusedException("the root of " + trustDomain + " ended at " + end);
    }
    var name = new GeneralName(GeneralName.uniformResourceIdentifier, identity.toString());
    return List.of(
        sign(
            root,
            key,
            new GeneralNames(name),
            now,
            end,
            KeyPurposeId.id_kp_serverAuth,
            KeyPurposeId.id_kp_clientAuth));
  }

  /**
   * Issues a certificate for a server of the control plane itself, which its clients know by host
   * names. It holds for {@link #CERTIFICATE_LIFETIME}.
   *
   * @return from the leaf to the last certificate before the root: here always one
   */
  public List<X509Certificate> certifyServer(PublicKey key, List<String> hostNames) {
    SigningRoot root = roots.signer();
    Instant now = clock.instant();
    GeneralName[] names =
        hostNames.stream()
            .map(name -> new GeneralName(GeneralName.dNSName, name))
            .toArray(GeneralName[]::new);
    return List.of(
        sign(
            root,
            key,
            new GeneralNames(names),
            now,
            end(root, now.plus(CERTIFICATE_LIFETIME)),
            KeyPurposeId.id_kp_serverAuth));
  }

  private static Instant end(SigningRoot root, Instant wanted) {
    return wanted.isAfter(root.notAfter()) ? root.notAfter() : wanted;
  }

  private static X509Certificate sign(
      SigningRoot root,
      PublicKey key,
      GeneralNames names,
      Instant now,
      Instant end,
      KeyPurposeId... purposes) {
    try {
      JcaX509ExtensionUtils keyIds = new JcaX509ExtensionUtils();
      X500Name nobody = new X500Name("");
      X509v3CertificateBuilder builder =
          new JcaX509v3CertificateBuilder(
                  X500Name.getInstance(root.certificate().getSubjectX500Principal().getEncoded()),
                  SigningRoot.serialNumber(),
                  Date.from(now.minus(SigningRoot.BACKDATED)),
                  Date.from(end),
                  nobody,
                  key)
              .addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
              .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
              .addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purposes))
              // Critical, because there is no subject (RFC 5280 §4.2.1.6).
              .addExtension(Extension.subjectAlternativeName, true, names)
              .addExtension(
                  Extension.authorityKeyIdentifier,
                  false,
                  keyIds.createAuthorityKeyIdentifier(root.certificate().getPublicKey()));
      return new JcaX509CertificateConverter()
          .getCertificate(
              builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(root.key())));
    } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
      throw new IllegalStateException(
          "cannot issue a certificate for " + Arrays.toString(names.getNames()), e);
    }
  }
}
