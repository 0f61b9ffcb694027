package dev.waymark.mesh.discovery;

import dev.waymark.controlplane.identity.CertificateAuthority;
import io.grpc.util.AdvancedTlsX509KeyManager;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.X509ExtendedKeyManager;

/**
 * What the control plane shows to its clients: a certificate of its own authority, with a new key
 * at half its life and when the authority has another root.
 */
final class ServingCertificate implements AutoCloseable {
  private final CertificateAuthority authority;
  private final List<String> hostNames;
  private final AdvancedTlsX509KeyManager keys = new AdvancedTlsX509KeyManager();
  private final ScheduledFuture<?> renewals;
  private final Runnable unfollow;

  ServingCertificate(
      CertificateAuthority authority, List<String> hostNames, ScheduledExecutorService scheduler) {
    this.authority = authority;
    this.hostNames = List.copyOf(hostNames);
    renew();
    long halfLife = CertificateAuthority.CERTIFICATE_LIFETIME.dividedBy(2).toMillis();
    renewals =
        scheduler.scheduleAtFixedRate(this::renew, halfLife, halfLife, TimeUnit.MILLISECONDS);
    unfollow = authority.follow(_ -> renew());
  }

  private void renew() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      KeyPair pair = generator.generateKeyPair();
      X509Certificate[] chain =
          authority.certifyServer(pair.getPublic(), hostNames).toArray(X509Certificate[]::new);
      keys.updateIdentityCredentials(chain, pair.getPrivate());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has P-256", e);
    }
  }

  /** Shows the newest certificate in each handshake. */
  X509ExtendedKeyManager keys() {
    return keys;
  }

  @Override
  public void close() {
    renewals.cancel(false);
    unfollow.run();
  }
}
