package dev.waymark.kit;

import org.jspecify.annotations.Nullable;

/**
 * How a client speaks TLS.
 *
 * @param serverName the SNI to send; null sends none
 * @param trustedPem certificates to trust, as PEM; null trusts anything (and says so in the
 *     evidence)
 * @param clientCertificatePem the client's certificate chain, as PEM, when it has one
 * @param clientKeyPem the client's private key (PKCS#8 PEM), when it has one
 */
public record Tls(
    @Nullable String serverName,
    @Nullable String trustedPem,
    @Nullable String clientCertificatePem,
    @Nullable String clientKeyPem) {
  /** TLS with this SNI that trusts these certificates only. */
  public static Tls to(String serverName, String trustedPem) {
    return new Tls(serverName, trustedPem, null, null);
  }

  /** TLS with this SNI that takes any certificate. */
  public static Tls unverified(@Nullable String serverName) {
    return new Tls(serverName, null, null, null);
  }

  /** The same with another SNI. */
  public Tls withServerName(@Nullable String name) {
    return new Tls(name, trustedPem, clientCertificatePem, clientKeyPem);
  }

  /** The same with a client certificate. */
  public Tls withClient(String certificatePem, String keyPem) {
    return new Tls(serverName, trustedPem, certificatePem, keyPem);
  }
}
