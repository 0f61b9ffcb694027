package dev.waymark.mesh;

import dev.waymark.controlplane.identity.CertificateAuthority;
import dev.waymark.controlplane.identity.RequestRefusedException;
import dev.waymark.dataplane.identity.CertificateClient;
import dev.waymark.model.identity.SpiffeId;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The way to the authority of the same process, for the mesh's own programs, which are trusted as
 * it is.
 */
record InProcessAuthority(CertificateAuthority authority) implements CertificateClient {
  @Override
  public CompletionStage<Issued> issue(SpiffeId identity, byte[] request) {
    try {
      return CompletableFuture.completedStage(
          new Issued(authority.issue(request, identity, Duration.ZERO), authority.bundle()));
    } catch (RequestRefusedException e) {
      return CompletableFuture.failedStage(e);
    }
  }
}
