package dev.waymark.dataplane.ztunnel;

import dev.waymark.dataplane.hbone.HboneLimits;
import dev.waymark.dataplane.hops.HopLog;
import dev.waymark.dataplane.identity.WorkloadCertificates;
import dev.waymark.model.workload.MeshView;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The proxy of one node. It opens no port itself: each Pod's network hands its connections over.
 * Safe for use by any thread.
 */
public final class Ztunnel {
  private static final Logger log = LoggerFactory.getLogger(Ztunnel.class);

  private final Surroundings surroundings;
  private final Set<PodProxy> pods = ConcurrentHashMap.newKeySet();

  /**
   * What all of a node's Pods have in common.
   *
   * @param node its name
   */
  record Surroundings(
      String node,
      KnownMesh mesh,
      WorkloadCertificates certificates,
      InstantSource clock,
      HboneLimits limits,
      RandomGenerator dice,
      HopLog hops) {}

  /**
   * A proxy that knows nothing of the mesh yet.
   *
   * @param certificates of the node's workloads; the caller's to close, after this
   * @param dice choose endpoints; used by any thread
   * @param hops told of every connection when it is over
   */
  public Ztunnel(
      String node,
      WorkloadCertificates certificates,
      InstantSource clock,
      HboneLimits limits,
      RandomGenerator dice,
      HopLog hops) {
    surroundings = new Surroundings(node, new KnownMesh(), certificates, clock, limits, dice, hops);
  }

  /**
   * Takes a newer view over: new connections follow it at once, and those that it would not admit
   * are ended.
   */
  public void update(MeshView view) {
    surroundings.mesh().update(view);
    pods.forEach(PodProxy::reconsider);
    log.debug("{} workloads, {} services", view.workloads().size(), view.services().size());
  }

  /** Takes a Pod into its care. */
  public Captured capture(PodSide pod) {
    PodProxy proxy = new PodProxy(pod, surroundings, pods::remove);
    pods.add(proxy);
    return proxy;
  }
}
