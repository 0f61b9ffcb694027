package dev.waymark.mesh;

import dev.waymark.dataplane.identity.CertificateClient;
import dev.waymark.dataplane.identity.WorkloadCertificates;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/**
 * The certificates of one proxy, and the thread that renews them.
 *
 * @param certificates the caller's to use until this is closed
 */
record ProgramCertificates(WorkloadCertificates certificates, ScheduledExecutorService scheduler)
    implements AutoCloseable {

  static ProgramCertificates start(CertificateClient authority, InstantSource clock) {
    var scheduler =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("certificates").factory());
    return new ProgramCertificates(
        new WorkloadCertificates(authority, clock, scheduler), scheduler);
  }

  @Override
  public void close() {
    certificates.close();
    scheduler.shutdownNow();
  }
}
