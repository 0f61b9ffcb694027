package dev.waymark.dataplane.hbone;

import dev.waymark.dataplane.identity.CertificateClient;
import dev.waymark.dataplane.identity.Credential;
import dev.waymark.model.identity.SpiffeId;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequest;

/** A root that signs whatever a test wants to be shown. */
public final class TestAuthority implements CertificateClient {
  private final KeyPair keys = newKeys();
  private final X500Name name;
  private final X509Certificate root;

  public TestAuthority(String name) {
    this.name = new X500Name("O=" + name);
    this.root = sign(this.name, keys, true);
  }

  X509Certificate root() {
    return root;
  }

  /** Signs whatever is asked for. */
  @Override
  public CompletionStage<Issued> issue(SpiffeId identity, byte[] request) {
    try {
      PublicKey key = new JcaPKCS10CertificationRequest(request).getPublicKey();
      X509Certificate leaf =
          sign(new X500Name(""), new KeyPair(key, null), false, identity.toString());
      return CompletableFuture.completedStage(new Issued(List.of(leaf), List.of(root)));
    } catch (IOException | GeneralSecurityException e) {
      return CompletableFuture.failedStage(e);
    }
  }

  /** Valid for an hour from now, and trusting this authority alone. */
  Credential credential(SpiffeId identity) {
    return credential(identity, identity.toString());
  }

  /** The same, with these URIs in the certificate. */
  Credential credential(SpiffeId identity, String... uris) {
    KeyPair leaf = newKeys();
    X500Name subject = new X500Name(uris.length == 0 ? "CN=nobody" : "");
    return new Credential(
        identity, leaf.getPrivate(), List.of(sign(subject, leaf, false, uris)), List.of(root));
  }

  private X509Certificate sign(X500Name subject, KeyPair subjectKeys, boolean ca, String... uris) {
    Instant now = Instant.now();
    try {
      var builder =
          new JcaX509v3CertificateBuilder(
              name,
              BigInteger.valueOf(System.nanoTime()),
              Date.from(now.minus(Duration.ofHours(1))),
              Date.from(now.plus(Duration.ofHours(1))),
              subject,
              subjectKeys.getPublic());
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(ca));
      if (uris.length > 0) {
        GeneralName[] names =
            Arrays.stream(uris)
                .map(uri -> new GeneralName(GeneralName.uniformResourceIdentifier, uri))
                .toArray(GeneralName[]::new);
        builder.addExtension(Extension.subjectAlternativeName, true, new GeneralNames(names));
      }
      return new JcaX509CertificateConverter()
          .getCertificate(
              builder.build(
                  new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate())));
    } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static KeyPair newKeys() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(256);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
