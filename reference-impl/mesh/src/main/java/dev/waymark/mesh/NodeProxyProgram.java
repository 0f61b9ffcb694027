package dev.waymark.mesh;

import dev.waymark.dataplane.Connector;
import dev.waymark.dataplane.hbone.HboneLimits;
import dev.waymark.dataplane.hops.HopLog;
import dev.waymark.dataplane.ztunnel.Ztunnel;
import dev.waymark.mesh.discovery.ControlPlaneLink;
import dev.waymark.mesh.discovery.ProxyEnvironment;
import dev.waymark.mesh.node.NodeNetwork;
import dev.waymark.mesh.node.NodeProxy;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.netty.channel.EventLoop;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;

/** The program of a node's Pod, with all that it is made of. */
public final class NodeProxyProgram implements AutoCloseable {
  private final ControlPlaneLink controlPlane;
  private final ProgramCertificates certificates;
  private final NodeProxy proxy;

  private NodeProxyProgram(
      ProxyEnvironment environment,
      KubernetesClient client,
      NodeNetwork node,
      Connector network,
      EventLoop loop,
      HopLog hops) {
    var clock = InstantSource.system();
    var nodeName = environment.nodeName();
    controlPlane = new ControlPlaneLink(environment, network, loop);
    certificates = ProgramCertificates.start(controlPlane.authority(), clock);
    var ztunnel =
        new Ztunnel(
            nodeName,
            certificates.certificates(),
            clock,
            HboneLimits.DEFAULT,
            RandomGenerator.of("L64X128MixRandom"),
            hops);
    proxy = NodeProxy.start(client, nodeName, node, ztunnel);
    controlPlane.follow(proxy::update);
  }

  /**
   * Starts the proxy of a node. What it knows of the mesh, and its certificates, come from the
   * control plane's port for proxies.
   *
   * @param environment says where that is, and which node is meant
   * @param client allowed what {@link MeshManifests#system} grants; stays the caller's to close,
   *     after the proxy
   * @param node whose Pods are captured
   * @param network of the program's own Pod
   * @param loop serves its connections to the control plane
   * @param hops told of every connection
   * @throws IllegalArgumentException if the environment is no good; names the variable
   */
  public static NodeProxyProgram start(
      ProxyEnvironment environment,
      KubernetesClient client,
      NodeNetwork node,
      Connector network,
      EventLoop loop,
      HopLog hops) {
    return new NodeProxyProgram(environment, client, node, network, loop, hops);
  }

  /** Completes when the proxy knows the mesh and the node's Pods. */
  public CompletableFuture<Void> ready() {
    return proxy.ready();
  }

  /** Releases the node's Pods. */
  @Override
  public void close() {
    controlPlane.close();
    proxy.close();
    certificates.close();
  }
}
