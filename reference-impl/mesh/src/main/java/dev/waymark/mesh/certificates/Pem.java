package dev.waymark.mesh.certificates;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemWriter;

/** Certificates and requests for them as text (RFC 7468). */
public final class Pem {
  private Pem() {}

  /** These certificates, one block after the other. */
  public static String encode(List<X509Certificate> certificates) {
    return certificates.stream().map(Pem::encode).collect(Collectors.joining());
  }

  static String encode(X509Certificate certificate) {
    try {
      return block("CERTIFICATE", certificate.getEncoded());
    } catch (CertificateEncodingException e) {
      throw new IllegalArgumentException("a certificate that was read can be written", e);
    }
  }

  static String encodeRequest(byte[] der) {
    return block("CERTIFICATE REQUEST", der);
  }

  private static String block(String label, byte[] der) {
    StringWriter text = new StringWriter();
    try (PemWriter writer = new PemWriter(text)) {
      writer.writeObject(new PemObject(label, der));
    } catch (IOException e) {
      throw new UncheckedIOException("into a text", e);
    }
    return text.toString();
  }

  /** The DER of the first request in the text. */
  static Optional<byte[]> decodeRequest(String text) {
    try (PEMParser parser = new PEMParser(new StringReader(text))) {
      for (Object object = parser.readObject(); object != null; object = parser.readObject()) {
        if (object instanceof PKCS10CertificationRequest request) {
          return Optional.of(request.getEncoded());
        }
      }
    } catch (IOException _) {
      // Not PEM, or not of what it says.
    }
    return Optional.empty();
  }

  /** Reads one certificate. */
  static X509Certificate decode(String text) throws CertificateException {
    try (PEMParser parser = new PEMParser(new StringReader(text))) {
      if (parser.readObject() instanceof X509CertificateHolder certificate) {
        return new JcaX509CertificateConverter().getCertificate(certificate);
      }
    } catch (IOException e) {
      throw new CertificateException(e);
    }
    throw new CertificateException("no PEM of a CERTIFICATE");
  }
}
