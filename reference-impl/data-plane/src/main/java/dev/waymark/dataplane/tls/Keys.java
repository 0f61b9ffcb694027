package dev.waymark.dataplane.tls;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Certificates and private keys from their PEM texts (RFC 7468). */
final class Keys {
  private static final Pattern PRIVATE_KEY =
      Pattern.compile("-----BEGIN (RSA |EC )?PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END");

  private Keys() {}

  /** The certificates of a chain, in the order given. */
  static X509Certificate[] chain(String pem) throws GeneralSecurityException {
    Collection<?> parsed =
        CertificateFactory.getInstance("X.509")
            .generateCertificates(
                new ByteArrayInputStream(pem.getBytes(StandardCharsets.ISO_8859_1)));
    X509Certificate[] chain =
        parsed.stream().map(X509Certificate.class::cast).toArray(X509Certificate[]::new);
    if (chain.length == 0) {
      throw new GeneralSecurityException("the PEM text holds no certificate");
    }
    return chain;
  }

  /**
   * The key of a certificate, from PKCS#8, PKCS#1 or SEC 1. The latter two are what PKCS#8 wraps
   * (RFC 5208 §5), so they are wrapped, with the algorithm that the certificate names for the
   * public half.
   */
  static PrivateKey key(String pem, X509Certificate certificate) throws GeneralSecurityException {
    Matcher matcher = PRIVATE_KEY.matcher(pem);
    if (!matcher.find()) {
      throw new GeneralSecurityException("the PEM text holds no private key");
    }
    byte[] der = Base64.getMimeDecoder().decode(matcher.group(2));
    boolean bare = matcher.group(1) != null;
    byte[] pkcs8 = bare ? wrap(der, algorithm(certificate)) : der;
    return KeyFactory.getInstance(certificate.getPublicKey().getAlgorithm())
        .generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
  }

  /** The AlgorithmIdentifier: the first element of a SubjectPublicKeyInfo (RFC 5280 §4.1). */
  private static byte[] algorithm(X509Certificate certificate) {
    byte[] info = certificate.getPublicKey().getEncoded();
    int start = contentStart(info, 0);
    int end = contentStart(info, start) + contentLength(info, start);
    return Arrays.copyOfRange(info, start, end);
  }

  private static int contentStart(byte[] der, int at) {
    int first = der[at + 1] & 0xff;
    return at + 2 + (first < 0x80 ? 0 : first & 0x7f);
  }

  private static int contentLength(byte[] der, int at) {
    int first = der[at + 1] & 0xff;
    if (first < 0x80) {
      return first;
    }
    int length = 0;
    for (int i = 0; i < (first & 0x7f); i++) {
      length = length << 8 | der[at + 2 + i] & 0xff;
    }
    return length;
  }

  private static byte[] wrap(byte[] key, byte[] algorithm) {
    byte[] version = {2, 1, 0};
    return element(0x30, version, algorithm, element(0x04, key));
  }

  private static byte[] element(int tag, byte[]... parts) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      content.writeBytes(part);
    }
    int length = content.size();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(tag);
    if (length < 0x80) {
      out.write(length);
    } else {
      int bytes = length > 0xffff ? 3 : length > 0xff ? 2 : 1;
      out.write(0x80 | bytes);
      for (int i = bytes - 1; i >= 0; i--) {
        out.write(length >>> 8 * i);
      }
    }
    out.writeBytes(content.toByteArray());
    return out.toByteArray();
  }
}
