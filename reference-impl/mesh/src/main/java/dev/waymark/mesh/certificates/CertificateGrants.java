package dev.waymark.mesh.certificates;

import dev.waymark.model.identity.SpiffeId;
import dev.waymark.model.workload.MeshView;

/**
 * Who may have a certificate for whom: everyone for themselves, and a node's proxy for the
 * workloads of its node. Pure function.
 */
public final class CertificateGrants {
  private CertificateGrants() {}

  /**
   * Whether the caller may have a certificate.
   *
   * @param nodeProxy the service account of node proxies
   */
  public static boolean allows(Caller caller, SpiffeId wanted, SpiffeId nodeProxy, MeshView mesh) {
    if (wanted.equals(caller.identity())) {
      return true;
    }
    return caller.identity().equals(nodeProxy)
        && caller.node().isPresent()
        && mesh.workloads().stream()
            .anyMatch(
                workload ->
                    workload.identity().equals(wanted)
                        && workload.node().equals(caller.node().get()));
  }
}
