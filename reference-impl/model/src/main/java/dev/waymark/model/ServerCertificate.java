package dev.waymark.model;

/**
 * A certificate that a listener serves, with its key. The text is known to parse and to belong
 * together: whoever builds one has checked.
 *
 * @param chainPem the leaf first, then what leads to its root, as PEM (RFC 7468)
 * @param privateKeyPem as PEM in PKCS#8 (RFC 5958), not encrypted, whatever form it was stored in
 */
public record ServerCertificate(String chainPem, String privateKeyPem) {
  /** Says nothing of the key, so that no log ever holds one. */
  @Override
  public String toString() {
    return "ServerCertificate[chain of " + chainPem.length() + " characters]";
  }
}
