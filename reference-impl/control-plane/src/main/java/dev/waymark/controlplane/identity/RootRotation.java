package dev.waymark.controlplane.identity;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Replaces the root of an authority before it ends, in the steps of {@link SigningRoots}. Every
 * step but the first follows a whole lifetime of certificates behind the one before, so that even a
 * peer that learns of roots only with its own renewals is never behind.
 */
public final class RootRotation implements AutoCloseable {
  /** How long a root lives unless told otherwise. */
  public static final Duration ROOT_LIFETIME = Duration.ofDays(3650);

  private static final Duration STEP = CertificateAuthority.CERTIFICATE_LIFETIME;

  private final CertificateAuthority authority;
  private final Duration rootLifetime;
  private final InstantSource clock;
  private final ScheduledExecutorService scheduler;
  private @Nullable ScheduledFuture<?> next;
  private boolean closed;

  private RootRotation(
      CertificateAuthority authority,
      Duration rootLifetime,
      InstantSource clock,
      ScheduledExecutorService scheduler) {
    this.authority = authority;
    this.rootLifetime = rootLifetime;
    this.clock = clock;
    this.scheduler = scheduler;
  }

  /**
   * Starts to look after an authority's root.
   *
   * @param rootLifetime of the roots to come; at least ten times that of certificates
   */
  public static RootRotation start(
      CertificateAuthority authority,
      Duration rootLifetime,
      InstantSource clock,
      ScheduledExecutorService scheduler) {
    if (rootLifetime.compareTo(STEP.multipliedBy(10)) < 0) {
      throw new IllegalArgumentException(
          "rootLifetime: " + rootLifetime + " (expected: at least " + STEP.multipliedBy(10) + ")");
    }
    RootRotation rotation = new RootRotation(authority, rootLifetime, clock, scheduler);
    rotation.resume();
    return rotation;
  }

  /** Goes on where whoever kept the roots stopped, and waits the whole step again to be sure. */
  private void resume() {
    SigningRoots roots = authority.roots();
    if (roots.signer() != roots.newest()) {
      at(STEP, this::adopt);
    } else if (roots.trusted().size() > 1) {
      at(STEP, this::retire);
    } else {
      scheduleAnnouncement();
    }
  }

  /** A fifth of its life before the root ends, the next one is announced. */
  private void scheduleAnnouncement() {
    Instant end = authority.roots().newest().notAfter();
    Instant due = end.minus(rootLifetime.dividedBy(5));
    at(Duration.between(clock.instant(), due), this::announce);
  }

  private void announce() {
    SigningRoot root = SigningRoot.create(authority.trustDomain(), clock.instant(), rootLifetime);
    authority.change(roots -> roots.announce(root));
    at(STEP, this::adopt);
  }

  private void adopt() {
    authority.change(SigningRoots::adopt);
    at(STEP, this::retire);
  }

  private void retire() {
    authority.change(SigningRoots::retire);
    scheduleAnnouncement();
  }

  private synchronized void at(Duration delay, Runnable step) {
    if (closed) {
      return;
    }
    try {
      next = scheduler.schedule(step, Math.max(0, delay.toMillis()), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      closed = true; // the process is ending
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (next != null) {
      next.cancel(false);
    }
  }
}
