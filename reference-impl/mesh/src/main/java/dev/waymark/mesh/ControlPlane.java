package dev.waymark.mesh;

import dev.waymark.controlplane.identity.CertificateAuthority;
import dev.waymark.controlplane.reconcile.Reconciler;
import dev.waymark.controlplane.reconcile.Seams;
import dev.waymark.dataplane.Network;
import dev.waymark.mesh.certificates.TokenReviewAuthenticator;
import dev.waymark.mesh.discovery.DiscoveryServer;
import dev.waymark.mesh.discovery.RootCertificatePublisher;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.EventLoopGroup;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/** The control plane as a program. */
public final class ControlPlane implements AutoCloseable {
  private final Deque<Runnable> opened = new ArrayDeque<>();
  private final CompletableFuture<Void> ready;

  private ControlPlane(
      KubernetesClient client,
      InProcessConfig config,
      CertificateAuthority authority,
      InstantSource clock,
      Seams seams,
      Network network,
      EventLoopGroup loops,
      ByteBufAllocator allocator)
      throws IOException {
    var scheduler = scheduler();
    try {
      var reconciler = new Reconciler(client, config, config, scheduler, clock, seams);
      opened.push(reconciler::close);
      ready = reconciler.start();
      opened.push(new RootCertificatePublisher(client, authority, scheduler)::close);
      opened.push(
          DiscoveryServer.start(
                  config,
                  authority,
                  new TokenReviewAuthenticator(
                      client, authority.trustDomain(), DiscoveryServer.AUDIENCE),
                  network,
                  loops,
                  allocator,
                  scheduler)
              ::close);
    } catch (IOException | RuntimeException e) {
      close();
      throw e;
    }
  }

  private ScheduledExecutorService scheduler() {
    var scheduler =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("control-plane").factory());
    opened.push(scheduler::shutdownNow);
    return scheduler;
  }

  /**
   * Starts a control plane; blocks until its port is open.
   *
   * @param client stays the caller's to close, after this
   * @param network of its Pod
   * @param loops serve its port
   * @throws IllegalStateException if the cluster does not have the Gateway API
   * @throws IOException if its port can't be opened
   */
  static ControlPlane start(
      KubernetesClient client,
      InProcessConfig config,
      CertificateAuthority authority,
      InstantSource clock,
      Seams seams,
      Network network,
      EventLoopGroup loops,
      ByteBufAllocator allocator)
      throws IOException {
    return new ControlPlane(client, config, authority, clock, seams, network, loops, allocator);
  }

  /** Completes when the control plane knows the cluster and has begun to serve it. */
  public CompletableFuture<Void> ready() {
    return ready.copy();
  }

  @Override
  public void close() {
    while (!opened.isEmpty()) {
      opened.pop().run();
    }
  }
}
