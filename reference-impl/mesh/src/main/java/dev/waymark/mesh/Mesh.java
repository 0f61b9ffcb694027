package dev.waymark.mesh;

import dev.waymark.controlplane.identity.CertificateAuthority;
import dev.waymark.controlplane.identity.RootRotation;
import dev.waymark.controlplane.identity.SigningRoot;
import dev.waymark.controlplane.identity.SigningRoots;
import dev.waymark.dataplane.GatewayLimits;
import dev.waymark.dataplane.Network;
import dev.waymark.mesh.defects.Defect;
import dev.waymark.mesh.defects.Faults;
import dev.waymark.model.identity.SpiffeId;
import dev.waymark.model.identity.TrustDomain;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.EventLoopGroup;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;

/**
 * One mesh in one process: its control plane, gateways and waypoints find each other here; node
 * proxies find the control plane over the network. What they do to the outside world goes through
 * what is handed in when they start.
 */
public final class Mesh {
  private final InProcessConfig config = new InProcessConfig();
  private final CertificateAuthority authority = newAuthority(InstantSource.system());
  private volatile Faults planted;

  private Mesh(Faults faults) {
    this.planted = faults;
  }

  /** A mesh that does what it should. */
  public static Mesh sound() {
    return new Mesh(Faults.NONE);
  }

  /** A mesh with a fault. */
  public static Mesh with(Defect defect) {
    return new Mesh(defect.plant().get());
  }

  /**
   * Plants a fault in place of the one before. Gateways and waypoints have it from the next
   * exchange on; a control plane has it from its next start.
   */
  public void plant(Defect defect) {
    planted = defect.plant().get();
  }

  /**
   * Starts the control plane.
   *
   * @param client allowed what {@link MeshManifests#system} grants; stays the caller's to close,
   *     after the control plane
   * @param clock for the times in statuses
   * @param network of its Pod, on which its port for proxies is
   * @param loops serve that port
   * @param allocator of all buffers, made once per process
   * @throws IllegalStateException if the cluster does not have the Gateway API
   * @throws IOException if its port can't be opened
   */
  public ControlPlane startControlPlane(
      KubernetesClient client,
      InstantSource clock,
      Network network,
      EventLoopGroup loops,
      ByteBufAllocator allocator)
      throws IOException {
    return ControlPlane.start(
        client, config, authority, clock, planted.seams(), network, loops, allocator);
  }

  private static CertificateAuthority newAuthority(InstantSource clock) {
    var trustDomain = TrustDomain.CLUSTER_LOCAL;
    var root = SigningRoot.create(trustDomain, clock.instant(), RootRotation.ROOT_LIFETIME);
    return new CertificateAuthority(trustDomain, SigningRoots.of(root), clock);
  }

  /**
   * Starts the waypoint of a Pod.
   *
   * @param arguments of its container
   * @throws IllegalArgumentException if the arguments name no Gateway
   */
  public WaypointProxy startWaypoint(List<String> arguments, WaypointProxy.Pod pod) {
    return WaypointProxy.start(
        GatewayArguments.gateway(arguments),
        pod,
        config,
        new InProcessAuthority(authority),
        () -> planted.interceptors().get());
  }

  /** Who a ServiceAccount is in this mesh. */
  public SpiffeId identity(String namespace, String serviceAccount) {
    return new SpiffeId(authority.trustDomain(), namespace, serviceAccount);
  }

  /**
   * Starts the gateway of a Pod.
   *
   * @param arguments of its container
   * @param network of its Pod
   * @param allocator of all buffers, made once per process
   * @throws IllegalArgumentException if the arguments name no Gateway
   */
  public GatewayProxy startGateway(
      List<String> arguments, Network network, ByteBufAllocator allocator) {
    return GatewayProxy.start(
        GatewayArguments.gateway(arguments),
        config,
        network,
        GatewayLimits.DEFAULT,
        allocator,
        () -> planted.interceptors().get());
  }
}
