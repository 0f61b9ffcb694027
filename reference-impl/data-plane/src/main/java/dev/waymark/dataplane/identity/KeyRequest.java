package dev.waymark.dataplane.identity;

import dev.waymark.model.identity.SpiffeId;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.util.Optional;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;

/**
 * A new key on the curve P-256 and the request to certify it: no subject, and the identity as the
 * only name.
 */
record KeyRequest(SpiffeId identity, PrivateKey key, PublicKey publicKey, byte[] der) {

  static KeyRequest create(SpiffeId identity) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      KeyPair keys = generator.generateKeyPair();
      ExtensionsGenerator extensions = new ExtensionsGenerator();
      extensions.addExtension(
          Extension.subjectAlternativeName,
          true,
          new GeneralNames(
              new GeneralName(GeneralName.uniformResourceIdentifier, identity.toString())));
      byte[] der =
          new JcaPKCS10CertificationRequestBuilder(new X500Name(""), keys.getPublic())
              .addAttribute(PKCSObjectIdentifiers.pkcs_9_at_extensionRequest, extensions.generate())
              .build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate()))
              .getEncoded();
      return new KeyRequest(identity, keys.getPrivate(), keys.getPublic(), der);
    } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
      throw new IllegalStateException("cannot make a key for " + identity, e);
    }
  }

  /**
   * The credential, out of the authority's answer.
   *
   * @throws CertificateUnavailableException if the answer is for another key or another identity
   */
  Credential answered(CertificateClient.Issued issued) {
    if (issued.chain().isEmpty() || issued.roots().isEmpty()) {
      throw new CertificateUnavailableException(
          identity, "the authority's answer lacks the certificate or the roots", null);
    }
    X509Certificate leaf = issued.chain().getFirst();
    if (!leaf.getPublicKey().equals(publicKey)) {
      throw new CertificateUnavailableException(identity, "it is for another key", null);
    }
    if (!PeerIdentity.of(leaf).equals(Optional.of(identity))) {
      throw new CertificateUnavailableException(identity, "it is for another identity", null);
    }
    return new Credential(identity, key, issued.chain(), issued.roots());
  }
}
