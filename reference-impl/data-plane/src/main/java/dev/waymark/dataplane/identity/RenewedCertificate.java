package dev.waymark.dataplane.identity;

import dev.waymark.model.identity.SpiffeId;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One identity's certificate through its renewals. */
final class RenewedCertificate {
  private static final Logger log = LoggerFactory.getLogger(RenewedCertificate.class);
  private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
  private static final Duration LONGEST_RETRY = Duration.ofMinutes(1);

  private final SpiffeId identity;
  private final CertificateClient authority;
  private final UnaryOperator<List<X509Certificate>> roots;
  private final InstantSource clock;
  private final ScheduledExecutorService scheduler;
  private CompletableFuture<Credential> current = new CompletableFuture<>();
  private Duration retry = FIRST_RETRY;
  private @Nullable Throwable failure;
  private @Nullable ScheduledFuture<?> next;
  private boolean stopped;

  /**
   * Creates it, not started.
   *
   * @param roots which roots to trust, given those of an answer
   */
  RenewedCertificate(
      SpiffeId identity,
      CertificateClient authority,
      UnaryOperator<List<X509Certificate>> roots,
      InstantSource clock,
      ScheduledExecutorService scheduler) {
    this.identity = identity;
    this.authority = authority;
    this.roots = roots;
    this.clock = clock;
    this.scheduler = scheduler;
  }

  synchronized void start() {
    schedule(Duration.ZERO);
  }

  synchronized CompletionStage<Credential> credential() {
    if (current.isDone()
        && !current.isCompletedExceptionally()
        && !clock.instant().isBefore(current.join().notAfter())) {
      return CompletableFuture.failedStage(
          new CertificateUnavailableException(
              identity, "it ended at " + current.join().notAfter(), failure));
    }
    return current;
  }

  synchronized void trust(List<X509Certificate> told) {
    if (current.isDone() && !current.isCompletedExceptionally()) {
      current = CompletableFuture.completedFuture(current.join().withRoots(told));
    }
  }

  synchronized void stop() {
    stopped = true;
    if (next != null) {
      next.cancel(false);
    }
    current.completeExceptionally(
        new CertificateUnavailableException(identity, "it was given up", null));
  }

  private synchronized void schedule(Duration delay) {
    if (stopped) {
      return;
    }
    try {
      next =
          scheduler.schedule(this::request, Math.max(0, delay.toMillis()), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      stopped = true; // the process is ending
    }
  }

  private void request() {
    KeyRequest request = KeyRequest.create(identity);
    asked(request)
        .thenApply(request::answered)
        .whenComplete(
            (credential, cause) -> {
              if (credential != null) {
                issued(credential);
              } else {
                failed(cause);
              }
            });
  }

  private CompletionStage<CertificateClient.Issued> asked(KeyRequest request) {
    try {
      return authority.issue(identity, request.der());
    } catch (RuntimeException e) { // or the renewals would end here, unseen
      return CompletableFuture.failedStage(e);
    }
  }

  private void issued(Credential credential) {
    Credential trusting;
    CompletableFuture<Credential> waiting;
    synchronized (this) {
      trusting = credential.withRoots(roots.apply(credential.roots()));
      waiting = current;
      current = CompletableFuture.completedFuture(trusting);
      retry = FIRST_RETRY;
      failure = null;
    }
    waiting.complete(trusting);
    Duration delay = Duration.between(clock.instant(), credential.halfLife());
    schedule(delay.compareTo(FIRST_RETRY) < 0 ? FIRST_RETRY : delay);
  }

  private void failed(Throwable cause) {
    CompletableFuture<Credential> waiting;
    Duration delay;
    synchronized (this) {
      if (failure == null) {
        log.warn("no certificate for {}, will try again: {}", identity, cause.getMessage());
      }
      failure = cause;
      delay = retry;
      retry = retry.multipliedBy(2);
      if (retry.compareTo(LONGEST_RETRY) > 0) {
        retry = LONGEST_RETRY;
      }
      waiting = current;
    }
    waiting.completeExceptionally( // nothing, where there is one at hand
        new CertificateUnavailableException(
            identity, "the authority: " + cause.getMessage(), cause));
    schedule(delay);
  }
}
