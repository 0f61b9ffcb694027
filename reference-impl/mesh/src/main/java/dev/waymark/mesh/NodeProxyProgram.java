package dev.waymark.mesh;

import dev.waymark.dataplane.hbone.HboneLimits;
import dev.waymark.dataplane.hops.HopLog;
import dev.waymark.dataplane.identity.CertificateClient;
import dev.waymark.dataplane.identity.WorkloadCertificates;
import dev.waymark.dataplane.ztunnel.Ztunnel;
import dev.waymark.mesh.node.NodeNetwork;
import dev.waymark.mesh.node.NodeProxy;
import dev.waymark.model.waypoint.MeshSource;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.random.RandomGenerator;

/** The program of a node's Pod, with all that it is made of. */
public final class NodeProxyProgram implements AutoCloseable {
  private final ScheduledExecutorService scheduler;
  private final WorkloadCertificates certificates;
  private final NodeProxy proxy;

  private NodeProxyProgram(
      ScheduledExecutorService scheduler, WorkloadCertificates certificates, NodeProxy proxy) {
    this.scheduler = scheduler;
    this.certificates = certificates;
    this.proxy = proxy;
  }

  static NodeProxyProgram start(
      KubernetesClient client,
      String nodeName,
      MeshSource source,
      NodeNetwork network,
      CertificateClient authority,
      HopLog hops) {
    var clock = InstantSource.system();
    var scheduler =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("certificates").factory());
    var certificates = new WorkloadCertificates(authority, clock, scheduler);
    var ztunnel =
        new Ztunnel(
            nodeName,
            certificates,
            clock,
            HboneLimits.DEFAULT,
            RandomGenerator.of("L64X128MixRandom"),
            hops);
    return new NodeProxyProgram(
        scheduler, certificates, NodeProxy.start(client, nodeName, source, network, ztunnel));
  }

  /** Completes when the proxy knows the mesh and the node's Pods. */
  public CompletableFuture<Void> ready() {
    return proxy.ready();
  }

  /** Releases the node's Pods. */
  @Override
  public void close() {
    proxy.close();
    certificates.close();
    scheduler.shutdownNow();
  }
}
