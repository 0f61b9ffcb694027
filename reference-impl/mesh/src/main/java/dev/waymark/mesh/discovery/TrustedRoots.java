package dev.waymark.mesh.discovery;

import io.grpc.util.AdvancedTlsX509TrustManager;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import javax.net.ssl.X509ExtendedTrustManager;

/** Which authorities a client of the control plane believes, as its environment says. */
final class TrustedRoots {
  /** As long as a Secret's or ConfigMap's file may lag behind on a node anyway. */
  private static final long REREAD_SECONDS = 60;

  private TrustedRoots() {}

  /**
   * Reads the setting.
   *
   * @param setting what it is called, for the complaint
   * @param value a file, which is read again when it changes; or PEM; or {@code SYSTEM}
   * @param files where the program finds a file
   * @param scheduler looks after the file
   * @throws IllegalArgumentException if there are no certificates there
   */
  static X509ExtendedTrustManager of(
      String setting, String value, UnaryOperator<Path> files, ScheduledExecutorService scheduler) {
    try {
      var manager = AdvancedTlsX509TrustManager.newBuilder().build();
      if (value.equals("SYSTEM")) {
        manager.useSystemDefaultTrustCerts();
      } else if (value.startsWith("-----BEGIN")) {
        manager.updateTrustCredentials(certificates(value));
      } else {
        // It goes on with what it has when it can't read a newer version.
        var unused =
            manager.updateTrustCredentials(
                files.apply(Path.of(value)).toFile(), REREAD_SECONDS, TimeUnit.SECONDS, scheduler);
      }
      return manager;
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalArgumentException(
          setting
              + ": '"
              + value
              + "': "
              + e.getMessage()
              + " (expected: a file with root certificates in PEM, such PEM itself, or SYSTEM)",
          e);
    }
  }

  private static X509Certificate[] certificates(String pem) throws GeneralSecurityException {
    return CertificateFactory.getInstance("X.509")
        .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.UTF_8)))
        .stream()
        .map(X509Certificate.class::cast)
        .toArray(X509Certificate[]::new);
  }
}
