package dev.waymark.dataplane.tls;

import dev.waymark.model.ServerCertificate;
import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Date;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemWriter;

/** Self-signed certificates with the key in any of the forms that Secrets come in. */
final class TestCertificates {
  private TestCertificates() {}

  enum KeyForm {
    PKCS8_EC,
    SEC1,
    PKCS8_RSA,
    PKCS1
  }

  static ServerCertificate of(KeyForm form, String... names) {
    try {
      boolean rsa = form == KeyForm.PKCS8_RSA || form == KeyForm.PKCS1;
      KeyPairGenerator generator = KeyPairGenerator.getInstance(rsa ? "RSA" : "EC");
      generator.initialize(rsa ? 2048 : 256);
      KeyPair keys = generator.generateKeyPair();
      X509Certificate certificate = certificate(keys, rsa, names);
      return new ServerCertificate(pem("CERTIFICATE", certificate.getEncoded()), key(form, keys));
    } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
      throw new IllegalStateException(e);
    }
  }

  static ServerCertificate of(String... names) {
    return of(KeyForm.PKCS8_EC, names);
  }

  private static X509Certificate certificate(KeyPair keys, boolean rsa, String... names)
      throws GeneralSecurityException, IOException, OperatorCreationException {
    X500Principal subject = new X500Principal("CN=" + names[0]);
    Instant now = Instant.now();
    GeneralName[] alternatives =
        Arrays.stream(names).map(TestCertificates::name).toArray(GeneralName[]::new);
    return new JcaX509CertificateConverter()
        .getCertificate(
            new JcaX509v3CertificateBuilder(
                    subject,
                    BigInteger.valueOf(now.toEpochMilli()),
                    Date.from(now.minus(1, ChronoUnit.HOURS)),
                    Date.from(now.plus(1, ChronoUnit.HOURS)),
                    subject,
                    keys.getPublic())
                .addExtension(
                    Extension.subjectAlternativeName, false, new GeneralNames(alternatives))
                .build(
                    new JcaContentSignerBuilder(rsa ? "SHA256withRSA" : "SHA256withECDSA")
                        .build(keys.getPrivate())));
  }

  /** A DNS name, or a URI if it is written as {@code uri:…}. */
  private static GeneralName name(String name) {
    return name.startsWith("uri:")
        ? new GeneralName(GeneralName.uniformResourceIdentifier, name.substring("uri:".length()))
        : new GeneralName(GeneralName.dNSName, name);
  }

  private static String key(KeyForm form, KeyPair keys) throws IOException {
    byte[] pkcs8 = keys.getPrivate().getEncoded();
    byte[] bare =
        PrivateKeyInfo.getInstance(pkcs8).parsePrivateKey().toASN1Primitive().getEncoded();
    return switch (form) {
      case PKCS8_EC, PKCS8_RSA -> pem("PRIVATE KEY", pkcs8);
      case SEC1 -> pem("EC PRIVATE KEY", bare);
      case PKCS1 -> pem("RSA PRIVATE KEY", bare);
    };
  }

  private static String pem(String type, byte[] der) throws IOException {
    StringWriter text = new StringWriter();
    try (PemWriter writer = new PemWriter(text)) {
      writer.writeObject(new PemObject(type, der));
    }
    return text.toString();
  }
}
