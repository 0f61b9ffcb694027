package dev.waymark.mesh.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.waymark.controlplane.identity.CertificateAuthority;
import dev.waymark.controlplane.identity.RequestRefusedException;
import dev.waymark.controlplane.identity.RootRotation;
import dev.waymark.controlplane.identity.SigningRoot;
import dev.waymark.controlplane.identity.SigningRoots;
import dev.waymark.dataplane.identity.CertificateClient;
import dev.waymark.dataplane.identity.CertificateUnavailableException;
import dev.waymark.dataplane.identity.Credential;
import dev.waymark.dataplane.identity.WorkloadCertificates;
import dev.waymark.model.identity.SpiffeId;
import dev.waymark.model.identity.TrustDomain;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** The authority and a proxy's certificates, through days and years. */
class RenewalTests {
  private static final SpiffeId CART =
      SpiffeId.parse("spiffe://cluster.local/ns/shop/sa/cart").orElseThrow();
  private static final Duration ROOT_LIFETIME = Duration.ofDays(100);

  private final TurnedClock clock = new TurnedClock();
  private final CertificateAuthority authority =
      new CertificateAuthority(
          TrustDomain.CLUSTER_LOCAL,
          SigningRoots.of(
              SigningRoot.create(TrustDomain.CLUSTER_LOCAL, clock.instant(), ROOT_LIFETIME)),
          clock);
  private final WorkloadCertificates certificates =
      new WorkloadCertificates(this::issue, clock, clock.scheduler);
  private boolean reachable = true;
  private int asked;

  private CompletionStage<CertificateClient.Issued> issue(SpiffeId identity, byte[] request) {
    asked++;
    if (!reachable) {
      throw new IllegalStateException("nobody there");
    }
    try {
      return CompletableFuture.completedStage(
          new CertificateClient.Issued(
              authority.issue(request, identity, Duration.ZERO), authority.bundle()));
    } catch (RequestRefusedException e) {
      return CompletableFuture.failedStage(e);
    }
  }

  @Test
  void renewsWithANewKeyAtHalfLife() {
    Credential first = credential();
    clock.turn(Duration.ofHours(11).plusMinutes(58));
    assertThat(credential()).isSameAs(first);

    clock.turn(Duration.ofMinutes(2));
    Credential second = credential();
    assertThat(second.notAfter()).isAfter(first.notAfter());
    assertThat(second.key()).isNotEqualTo(first.key());
    assertThat(asked).isEqualTo(2);
  }

  @Test
  void keepsTheOldCertificateWhileRenewalFailsAndThenSaysWhatIsWrong() {
    Credential first = credential();
    reachable = false;
    clock.turn(Duration.ofHours(23).plusMinutes(59));
    assertThat(credential()).isSameAs(first);
    assertThat(asked).as("attempts, about one a minute").isBetween(500, 900);

    clock.turn(Duration.ofMinutes(1));
    assertThatThrownBy(this::credential)
        .hasCauseInstanceOf(CertificateUnavailableException.class)
        .hasMessageContaining("no certificate for " + CART + ": it ended at " + first.notAfter());

    reachable = true;
    clock.turn(Duration.ofMinutes(1));
    assertThat(credential().notAfter()).isAfter(clock.instant());
  }

  @Test
  void aFirstFailureIsToldAndTriedAgainSoon() {
    reachable = false;
    assertThatThrownBy(this::credential).hasMessageContaining("nobody there");
    reachable = true;
    clock.turn(Duration.ofSeconds(1));
    assertThat(credential().identity()).isEqualTo(CART);
  }

  @Test
  void refusesAnAnswerForAnotherIdentity() {
    SpiffeId other = new SpiffeId(TrustDomain.CLUSTER_LOCAL, "shop", "admin");
    CertificateClient.Issued answer = // whatever is asked: for another key and identity
        new CertificateClient.Issued(
            new WorkloadCertificates(this::issue, clock, clock.scheduler)
                .credential(other)
                .thenApply(Credential::chain)
                .toCompletableFuture()
                .getNow(authority.bundle()),
            authority.bundle());
    try (WorkloadCertificates deceived =
        new WorkloadCertificates(
            (_, _) -> CompletableFuture.completedStage(answer), clock, clock.scheduler)) {
      CompletableFuture<Credential> credential = deceived.credential(CART).toCompletableFuture();
      clock.turn(Duration.ZERO);
      assertThatThrownBy(credential::join).hasMessageContaining("it is for another key");
    }
  }

  @Test
  void nothingIsAskedForOnceAnIdentityIsForgotten() {
    credential();
    certificates.forget(CART);
    clock.turn(Duration.ofDays(2));
    assertThat(asked).isEqualTo(1);
  }

  @Test
  void aNewRootIsTrustedBeforeItSignsAndTheOldOneUntilItsCertificatesHaveEnded() {
    try (RootRotation rotation =
        RootRotation.start(authority, ROOT_LIFETIME, clock, clock.scheduler)) {
      X509Certificate old = authority.bundle().getFirst();
      Credential[] lastSeen = {credential()};
      boolean[] seen = new boolean[3];
      for (int hour = 0; hour < 90 * 24; hour++) { // until behind the old root's replacement
        clock.turn(Duration.ofHours(1));
        Credential now = credential();
        // Two proxies, one of which renewed an hour ago and one that is about to, must agree.
        assertTrusts(now, lastSeen[0]);
        assertTrusts(lastSeen[0], now);
        lastSeen[0] = now;
        boolean signedByOld = signedBy(now, old);
        seen[0] |= now.roots().size() == 2 && signedByOld;
        seen[1] |= now.roots().size() == 2 && !signedByOld;
        seen[2] |= now.roots().size() == 1 && !signedByOld;
      }
      assertThat(seen).as("announced, adopted, retired").containsExactly(true, true, true);
      assertThat(rotation).isNotNull();
    }
  }

  @Test
  void aRotationGoesOnWhereItWasWhenTheAuthorityStopped() {
    authority.change(
        roots ->
            roots.announce(
                SigningRoot.create(TrustDomain.CLUSTER_LOCAL, clock.instant(), ROOT_LIFETIME)));
    X509Certificate next = authority.bundle().getLast();
    try (RootRotation rotation =
        RootRotation.start(authority, ROOT_LIFETIME, clock, clock.scheduler)) {
      clock.turn(Duration.ofDays(3));
      assertThat(authority.bundle()).containsExactly(next);
      assertThat(rotation).isNotNull();
    }
  }

  @Test
  void aToldChangeOfRootsIsTrustedAtOnce() {
    Credential before = credential();
    authority.follow(certificates::trust);
    authority.change(
        roots ->
            roots.announce(
                SigningRoot.create(TrustDomain.CLUSTER_LOCAL, clock.instant(), ROOT_LIFETIME)));
    assertThat(credential().roots()).isEqualTo(authority.bundle()).hasSize(2);
    assertThat(credential().key()).isEqualTo(before.key());
  }

  private Credential credential() {
    CompletableFuture<Credential> credential = certificates.credential(CART).toCompletableFuture();
    clock.turn(Duration.ZERO); // runs what is due
    return credential.join();
  }

  private static void assertTrusts(Credential one, Credential other) {
    List<X509Certificate> roots = one.roots();
    assertThat(roots).anyMatch(root -> signedBy(other, root));
  }

  private static boolean signedBy(Credential credential, X509Certificate root) {
    try {
      credential.chain().getFirst().verify(root.getPublicKey());
      return true;
    } catch (java.security.GeneralSecurityException e) {
      return false;
    }
  }
}
