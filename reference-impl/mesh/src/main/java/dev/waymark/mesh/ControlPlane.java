package dev.waymark.mesh;

import dev.waymark.controlplane.reconcile.MeshPublisher;
import dev.waymark.controlplane.reconcile.Publisher;
import dev.waymark.controlplane.reconcile.Reconciler;
import dev.waymark.controlplane.reconcile.Seams;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/** The control plane as a program. */
public final class ControlPlane implements AutoCloseable {
  private final ScheduledExecutorService scheduler;
  private final Reconciler reconciler;
  private final CompletableFuture<Void> ready;

  private ControlPlane(ScheduledExecutorService scheduler, Reconciler reconciler) {
    this.scheduler = scheduler;
    this.reconciler = reconciler;
    this.ready = reconciler.start();
  }

  /**
   * Starts a control plane.
   *
   * @param client stays the caller's to close, after this
   * @throws IllegalStateException if the cluster does not have the Gateway API
   */
  static ControlPlane start(
      KubernetesClient client,
      Publisher publisher,
      MeshPublisher meshPublisher,
      InstantSource clock,
      Seams seams) {
    var scheduler =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("control-plane").factory());
    try {
      return new ControlPlane(
          scheduler, new Reconciler(client, publisher, meshPublisher, scheduler, clock, seams));
    } catch (RuntimeException e) {
      scheduler.shutdownNow();
      throw e;
    }
  }

  /** Completes when the control plane knows the cluster and has begun to serve it. */
  public CompletableFuture<Void> ready() {
    return ready.copy();
  }

  @Override
  public void close() {
    reconciler.close();
    scheduler.shutdownNow();
  }
}
