package dev.waymark.controlplane.identity;

import dev.waymark.model.identity.SpiffeId;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.util.Arrays;
import java.util.List;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequest;
import org.jspecify.annotations.Nullable;

/** A certificate signing request whose signature is good: its sender has the private key. */
final class SigningRequest {
  /** More than any request for one identity needs. */
  private static final int MAX_BYTES = 16 * 1024;

  private final JcaPKCS10CertificationRequest request;

  private SigningRequest(JcaPKCS10CertificationRequest request) {
    this.request = request;
  }

  static SigningRequest parse(byte[] der) throws RequestRefusedException {
    if (der.length > MAX_BYTES) {
      throw new RequestRefusedException(
          "csr: " + der.length + " bytes (expected: at most " + MAX_BYTES + ")");
    }
    try {
      JcaPKCS10CertificationRequest request = new JcaPKCS10CertificationRequest(der);
      if (!isP256(request.getSubjectPublicKeyInfo())) {
        throw new RequestRefusedException("csr: public key (expected: ECDSA on the curve P-256)");
      }
      if (!request.isSignatureValid(
          new JcaContentVerifierProviderBuilder().build(request.getPublicKey()))) {
        throw new RequestRefusedException("csr: signature (expected: one by the requested key)");
      }
      return new SigningRequest(request);
    } catch (IOException
        | GeneralSecurityException
        | OperatorCreationException
        | PKCSException
        | IllegalArgumentException
        | IllegalStateException
        | ClassCastException
        | NullPointerException e) { // all of these come out of the parser for malformed input
      throw new RequestRefusedException("csr: not a PKCS #10 request: " + e.getMessage());
    }
  }

  private static boolean isP256(SubjectPublicKeyInfo key) {
    return key.getAlgorithm().getAlgorithm().equals(X9ObjectIdentifiers.id_ecPublicKey)
        && X9ObjectIdentifiers.prime256v1.equals(key.getAlgorithm().getParameters());
  }

  /** The key to certify, if the request asks for exactly this identity. */
  PublicKey keyFor(SpiffeId identity) throws RequestRefusedException {
    List<String> names = names();
    if (!names.equals(List.of(identity.toString()))) {
      throw new RequestRefusedException(
          "csr: subject alternative names " + names + " (expected: the one URI " + identity + ")");
    }
    try {
      return request.getPublicKey();
    } catch (GeneralSecurityException e) {
      throw new RequestRefusedException("csr: public key: " + e.getMessage());
    }
  }

  private List<String> names() throws RequestRefusedException {
    try {
      @Nullable Extensions extensions = request.getRequestedExtensions();
      @Nullable Extension names =
          extensions == null ? null : extensions.getExtension(Extension.subjectAlternativeName);
      return names == null
          ? List.of()
          : Arrays.stream(GeneralNames.getInstance(names.getParsedValue()).getNames())
              .map(SigningRequest::text)
              .toList();
    } catch (IllegalArgumentException | IllegalStateException e) {
      throw new RequestRefusedException("csr: requested extensions: " + e.getMessage());
    }
  }

  private static String text(GeneralName name) {
    return name.getTagNo() == GeneralName.uniformResourceIdentifier
        ? name.getName().toString()
        : name.toString(); // with its kind, and so never equal to a URI
  }
}
