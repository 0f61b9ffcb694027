package dev.waymark.kit.run;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Fills Secrets that ask for a certificate, so that no key lies in a repository and none expires
 * there.
 */
final class Certificates {
  /**
   * On a Secret of type {@code kubernetes.io/tls}: host names, with commas between, that its
   * certificate is for.
   */
  static final String HOSTS = "waymark.dev/certificate-hosts";

  private Certificates() {}

  /**
   * A self-signed certificate and its key.
   *
   * @param certificatePem the certificate
   * @param keyPem the key, PKCS#8
   */
  record Pair(String certificatePem, String keyPem) {}

  /** The manifest itself or, where it asks for a certificate, one that has it. */
  static JsonNode filled(ObjectNode secret, java.util.function.UnaryOperator<String> hosts) {
    String wanted = secret.path("metadata").path("annotations").path(HOSTS).asString("");
    if (wanted.isEmpty() || !secret.path("kind").asString("").equals("Secret")) {
      return secret;
    }
    Pair pair = selfSigned(Arrays.stream(wanted.split(",")).map(String::strip).map(hosts).toList());
    ObjectNode data = secret.withObjectProperty("data");
    data.put(
        "tls.crt", Base64.getEncoder().encodeToString(pair.certificatePem().getBytes(US_ASCII)));
    data.put("tls.key", Base64.getEncoder().encodeToString(pair.keyPem().getBytes(US_ASCII)));
    return secret;
  }

  /** A new certificate for these host names, valid for a day, with a P-256 key. */
  static Pair selfSigned(List<String> hosts) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(256);
      KeyPair keys = generator.generateKeyPair();
      X500Name subject = new X500Name("CN=Waymark conformance run");
      Instant now = Instant.now();
      JcaX509v3CertificateBuilder builder =
          new JcaX509v3CertificateBuilder(
              subject,
              new BigInteger(127, new SecureRandom()),
              Date.from(now.minus(Duration.ofHours(1))), // clocks of a cluster's nodes differ
              Date.from(now.plus(Duration.ofDays(1))),
              subject,
              keys.getPublic());
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
      builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
      builder.addExtension(
          Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
      builder.addExtension(
          Extension.subjectAlternativeName,
          false,
          new GeneralNames(
              hosts.stream()
                  .map(host -> new GeneralName(GeneralName.dNSName, host))
                  .toArray(GeneralName[]::new)));
      X509CertificateHolder certificate =
          builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate()));
      return new Pair(pem(certificate), pem(new JcaPKCS8Generator(keys.getPrivate(), null)));
    } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
      throw new IllegalStateException("couldn't make a certificate for " + hosts, e);
    }
  }

  private static String pem(Object object) throws IOException {
    StringWriter text = new StringWriter();
    try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
      writer.writeObject(object);
    }
    return text.toString();
  }
}
