package dev.waymark.controlplane.translate;

import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.util.io.pem.PemObject;

/** Self-signed certificates as Secrets hold them. */
final class TestCertificates {
  private TestCertificates() {}

  static KeyPair keys(String algorithm) throws Exception {
    var generator = KeyPairGenerator.getInstance(algorithm);
    generator.initialize(algorithm.equals("EC") ? 256 : 2048);
    return generator.generateKeyPair();
  }

  static String certificate(KeyPair keys) throws Exception {
    var name = new X500Principal("CN=test");
    var builder =
        new JcaX509v3CertificateBuilder(
            name,
            BigInteger.ONE,
            Date.from(Instant.parse("2026-01-01T00:00:00Z")),
            Date.from(Instant.parse("2036-01-01T00:00:00Z")),
            name,
            keys.getPublic());
    String algorithm =
        keys.getPrivate().getAlgorithm().equals("EC") ? "SHA256withECDSA" : "SHA256withRSA";
    return pem(builder.build(new JcaContentSignerBuilder(algorithm).build(keys.getPrivate())));
  }

  static String pem(Object object) throws Exception {
    var text = new StringWriter();
    try (var writer = new JcaPEMWriter(text)) {
      writer.writeObject(object);
    }
    return text.toString();
  }

  /**
   * The traditional form: PKCS#1 for RSA, SEC 1 with the curve's name, as OpenSSL writes it, for
   * EC.
   */
  static String key(PrivateKey key) throws Exception {
    return pem(
        key instanceof ECPrivateKey ec
            ? new PemObject(
                "EC PRIVATE KEY",
                new org.bouncycastle.asn1.sec.ECPrivateKey(
                        256, ec.getS(), SECObjectIdentifiers.secp256r1)
                    .getEncoded())
            : key);
  }

  static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.US_ASCII));
  }

  static String secret(String namespace, String name, String certificate, String key) {
    return """
    kind: Secret
    apiVersion: v1
    metadata: {name: %s, namespace: %s}
    type: kubernetes.io/tls
    data: {tls.crt: %s, tls.key: %s}
    """
        .formatted(name, namespace, base64(certificate), base64(key));
  }

  static String secret(String namespace, String name) throws Exception {
    KeyPair keys = keys("EC");
    return secret(namespace, name, certificate(keys), key(keys.getPrivate()));
  }
}
