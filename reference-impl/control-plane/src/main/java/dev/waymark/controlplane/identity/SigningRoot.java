package dev.waymark.controlplane.identity;

import dev.waymark.model.identity.TrustDomain;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemWriter;

/**
 * A root certificate and the key that signs in its name.
 *
 * @param key on the curve P-256
 * @param certificate self-signed
 */
public record SigningRoot(PrivateKey key, X509Certificate certificate) {
  static final SecureRandom RANDOM = new SecureRandom();

  /** Certificates hold from a little earlier on, for peers whose clocks are behind. */
  static final Duration BACKDATED = Duration.ofMinutes(2);

  /** Makes a new root for a trust domain. */
  public static SigningRoot create(TrustDomain trustDomain, Instant now, Duration lifetime) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"), RANDOM);
      KeyPair keys = generator.generateKeyPair();
      X500Name name = new X500NameBuilder().addRDN(BCStyle.O, trustDomain.name()).build();
      JcaX509ExtensionUtils keyIds = new JcaX509ExtensionUtils();
      X509CertificateHolder signed =
          new JcaX509v3CertificateBuilder(
                  name,
                  serialNumber(),
                  Date.from(now.minus(BACKDATED)),
                  Date.from(now.plus(lifetime)),
                  name,
                  keys.getPublic())
              .addExtension(Extension.basicConstraints, true, new BasicConstraints(0))
              .addExtension(
                  Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign))
              // An authority names its trust domain, with no path (X509-SVID §3.2).
              .addExtension(
                  Extension.subjectAlternativeName,
                  false,
                  new GeneralNames(
                      new GeneralName(
                          GeneralName.uniformResourceIdentifier, "spiffe://" + trustDomain)))
              // Roots of one trust domain share a name; only the key id tells them apart.
              .addExtension(
                  Extension.subjectKeyIdentifier,
                  false,
                  keyIds.createSubjectKeyIdentifier(keys.getPublic()))
              .build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate()));
      return new SigningRoot(
          keys.getPrivate(), new JcaX509CertificateConverter().getCertificate(signed));
    } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
      throw new IllegalStateException("cannot make a root for " + trustDomain, e);
    }
  }

  /** Positive and unpredictable, in no more than 20 octets (RFC 5280 §4.1.2.2). */
  static BigInteger serialNumber() {
    return new BigInteger(127, RANDOM).add(BigInteger.ONE);
  }

  /**
   * Reads a root that {@link #toPem} wrote.
   *
   * @throws IllegalArgumentException if the text holds no private key or no certificate
   */
  public static SigningRoot fromPem(String pem) {
    try (PEMParser parser = new PEMParser(new StringReader(pem))) {
      if (parser.readObject() instanceof PrivateKeyInfo key
          && parser.readObject() instanceof X509CertificateHolder certificate) {
        return new SigningRoot(
            new JcaPEMKeyConverter().getPrivateKey(key),
            new JcaX509CertificateConverter().getCertificate(certificate));
      }
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalArgumentException("root: " + e.getMessage(), e);
    }
    throw new IllegalArgumentException(
        "root: expected a PRIVATE KEY (PKCS #8), then a CERTIFICATE, in PEM");
  }

  /** The key and the certificate in one text, to be kept secret. */
  public String toPem() {
    StringWriter text = new StringWriter();
    try (PemWriter writer = new PemWriter(text)) {
      writer.writeObject(new PemObject("PRIVATE KEY", key.getEncoded()));
      writer.writeObject(new PemObject("CERTIFICATE", certificate.getEncoded()));
    } catch (GeneralSecurityException | IOException e) {
      throw new UncheckedIOException(new IOException("a root of our own can't be written", e));
    }
    return text.toString();
  }

  Instant notAfter() {
    return certificate.getNotAfter().toInstant();
  }

  @Override
  public String toString() {
    return "SigningRoot[" + certificate.getSerialNumber() + " until " + notAfter() + "]";
  }
}
