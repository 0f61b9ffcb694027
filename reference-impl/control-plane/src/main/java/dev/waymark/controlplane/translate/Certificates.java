package dev.waymark.controlplane.translate;

import dev.waymark.model.ServerCertificate;
import io.fabric8.kubernetes.api.model.Secret;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Base64;
import java.util.Collection;
import java.util.stream.Collectors;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;

/**
 * Reads the certificate and key of a Secret, and checks that they are what they should be and
 * belong together.
 */
final class Certificates {
  private static final String CERTIFICATE = "tls.crt";
  private static final String KEY = "tls.key";

  private Certificates() {}

  /**
   * Reads a Secret.
   *
   * @throws IllegalArgumentException if it can't be used; the message names the entry and what is
   *     wrong with it
   */
  static ServerCertificate of(Secret secret) {
    Collection<? extends Certificate> chain = chain(entry(secret, CERTIFICATE));
    PrivateKey key = privateKey(entry(secret, KEY));
    requirePair(chain.iterator().next().getPublicKey(), key);
    return new ServerCertificate(
        chain.stream().map(Certificates::encode).collect(Collectors.joining()),
        pem("PRIVATE KEY", key.getEncoded()));
  }

  private static byte[] entry(Secret secret, String name) {
    String encoded = secret.getData() == null ? null : secret.getData().get(name);
    if (encoded == null || encoded.isEmpty()) {
      throw new IllegalArgumentException("has no " + name);
    }
    try {
      return Base64.getMimeDecoder().decode(encoded);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(name + " is not base64", e);
    }
  }

  private static Collection<? extends Certificate> chain(byte[] pem) {
    try {
      var chain =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(pem));
      if (chain.isEmpty()) {
        throw new IllegalArgumentException(CERTIFICATE + " holds no certificate");
      }
      return chain;
    } catch (CertificateException e) {
      throw new IllegalArgumentException(CERTIFICATE + " is not a certificate in PEM", e);
    }
  }

  private static PrivateKey privateKey(byte[] pem) {
    try (var parser = new PEMParser(new StringReader(new String(pem, StandardCharsets.US_ASCII)))) {
      var converter = new JcaPEMKeyConverter();
      // The converter's own word for it is known to Bouncy Castle's provider only.
      converter.setAlgorithmMapping(X9ObjectIdentifiers.id_ecPublicKey, "EC");
      for (Object object = parser.readObject(); object != null; object = parser.readObject()) {
        if (object instanceof PEMKeyPair pair) {
          return converter.getPrivateKey(pair.getPrivateKeyInfo());
        }
        if (object instanceof PrivateKeyInfo info) {
          return converter.getPrivateKey(info);
        }
        // An EC key is often preceded by its parameters, which say nothing that it does not.
      }
      throw new IllegalArgumentException(KEY + " holds no private key");
    } catch (IOException e) {
      throw new IllegalArgumentException(KEY + " is not a private key in PEM", e);
    }
  }

  /** The two belong together if the one verifies what the other signs. */
  private static void requirePair(PublicKey publicKey, PrivateKey privateKey) {
    byte[] challenge = new byte[32];
    new SecureRandom().nextBytes(challenge);
    try {
      var signature = Signature.getInstance(algorithm(privateKey.getAlgorithm()));
      signature.initSign(privateKey);
      signature.update(challenge);
      byte[] signed = signature.sign();
      signature.initVerify(publicKey);
      signature.update(challenge);
      if (signature.verify(signed)) {
        return;
      }
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException(KEY + " is not the key of " + CERTIFICATE, e);
    }
    throw new IllegalArgumentException(KEY + " is not the key of " + CERTIFICATE);
  }

  private static String algorithm(String key) {
    return switch (key) {
      case "RSA" -> "SHA256withRSA";
      case "EC" -> "SHA256withECDSA";
      default -> key;
    };
  }

  private static String encode(Certificate certificate) {
    try {
      return pem("CERTIFICATE", certificate.getEncoded());
    } catch (CertificateException e) {
      throw new IllegalArgumentException(CERTIFICATE + " can't be encoded", e);
    }
  }

  private static String pem(String label, byte[] der) {
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
        .formatted(label, Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der), label);
  }
}
