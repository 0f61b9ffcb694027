package dev.waymark.mesh;

import dev.waymark.dataplane.hbone.HboneLimits;
import dev.waymark.dataplane.hops.HopLog;
import dev.waymark.dataplane.identity.CertificateClient;
import dev.waymark.dataplane.ztunnel.Ztunnel;
import dev.waymark.mesh.node.NodeNetwork;
import dev.waymark.mesh.node.NodeProxy;
import dev.waymark.model.waypoint.MeshSource;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;

/** The program of a node's Pod, with all that it is made of. */
public final class NodeProxyProgram implements AutoCloseable {
  private final ProgramCertificates certificates;
  private final NodeProxy proxy;

  private NodeProxyProgram(ProgramCertificates certificates, NodeProxy proxy) {
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
    var certificates = ProgramCertificates.start(authority, clock);
    var ztunnel =
        new Ztunnel(
            nodeName,
            certificates.certificates(),
            clock,
            HboneLimits.DEFAULT,
            RandomGenerator.of("L64X128MixRandom"),
            hops);
    return new NodeProxyProgram(
        certificates, NodeProxy.start(client, nodeName, source, network, ztunnel));
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
  }
}
