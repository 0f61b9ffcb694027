package dev.waymark.dataplane.identity;

import dev.waymark.model.identity.SpiffeId;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;

/**
 * The certificates of all identities that a proxy speaks for. Each is renewed when half its life is
 * over; when that fails, the old one stays in use as long as it is valid, and the attempts go on.
 * Safe for use by any thread.
 */
public final class WorkloadCertificates implements AutoCloseable {
  private final CertificateClient authority;
  private final InstantSource clock;
  private final ScheduledExecutorService scheduler;
  private final Map<SpiffeId, RenewedCertificate> certificates = new ConcurrentHashMap<>();
  private volatile @Nullable List<X509Certificate> roots;

  /**
   * Creates an empty set.
   *
   * @param scheduler starts renewals, and makes keys; the caller's to shut down
   */
  public WorkloadCertificates(
      CertificateClient authority, InstantSource clock, ScheduledExecutorService scheduler) {
    this.authority = authority;
    this.clock = clock;
    this.scheduler = scheduler;
  }

  /**
   * The credential of an identity: the one at hand, or the first one as soon as it is issued.
   *
   * @return fails with a {@link CertificateUnavailableException} if the first attempt did, or if
   *     what was at hand has ended without a successor
   */
  public CompletionStage<Credential> credential(SpiffeId identity) {
    return certificates.computeIfAbsent(identity, this::begin).credential();
  }

  private RenewedCertificate begin(SpiffeId identity) {
    RenewedCertificate certificate =
        new RenewedCertificate(identity, authority, this::roots, clock, scheduler);
    certificate.start();
    return certificate;
  }

  private List<X509Certificate> roots(List<X509Certificate> answered) {
    List<X509Certificate> told = roots;
    return told == null ? answered : told;
  }

  /**
   * Trusts these roots from the next handshake on, whatever answers to requests may still say: the
   * authority has told of a change.
   */
  public void trust(List<X509Certificate> told) {
    roots = List.copyOf(told);
    certificates.values().forEach(certificate -> certificate.trust(told));
  }

  /** Gives an identity up: nothing here speaks for it any more. */
  public void forget(SpiffeId identity) {
    RenewedCertificate certificate = certificates.remove(identity);
    if (certificate != null) {
      certificate.stop();
    }
  }

  /** Ends all renewals. */
  @Override
  public void close() {
    certificates.values().forEach(RenewedCertificate::stop);
  }
}
