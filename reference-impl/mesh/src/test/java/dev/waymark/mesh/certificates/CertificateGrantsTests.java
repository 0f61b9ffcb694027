package dev.waymark.mesh.certificates;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waymark.model.identity.SpiffeId;
import dev.waymark.model.identity.TrustDomain;
import dev.waymark.model.workload.Locality;
import dev.waymark.model.workload.MeshView;
import dev.waymark.model.workload.TunnelProtocol;
import dev.waymark.model.workload.Workload;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CertificateGrantsTests {
  private static final SpiffeId ZTUNNEL = identity("waymark-system", "ztunnel");
  private static final SpiffeId HERE = identity("shop", "here");
  private static final SpiffeId ELSEWHERE = identity("shop", "elsewhere");
  private static final MeshView MESH =
      new MeshView(
          List.of(workload("a", HERE, "node-1"), workload("b", ELSEWHERE, "node-2")),
          List.of(),
          List.of());

  private static SpiffeId identity(String namespace, String account) {
    return new SpiffeId(TrustDomain.CLUSTER_LOCAL, namespace, account);
  }

  private static Workload workload(String name, SpiffeId identity, String node) {
    return new Workload(
        name,
        name,
        "shop",
        identity,
        List.of(),
        false,
        TunnelProtocol.HBONE,
        Optional.empty(),
        Optional.empty(),
        Map.of(),
        List.of(),
        true,
        node,
        Locality.UNKNOWN,
        1,
        new Workload.Owner("pod", name, name, "latest", "Kubernetes"));
  }

  private static boolean allows(SpiffeId caller, String node, SpiffeId wanted) {
    return CertificateGrants.allows(
        new Caller(caller, Optional.ofNullable(node)), wanted, ZTUNNEL, MESH);
  }

  @Test
  void everyoneMayBeThemselvesAndOnlyANodesProxyItsWorkloads() {
    assertThat(allows(HERE, null, HERE)).isTrue();
    assertThat(allows(HERE, "node-2", ELSEWHERE)).isFalse();
    assertThat(allows(ZTUNNEL, "node-1", HERE)).isTrue();
    assertThat(allows(ZTUNNEL, "node-1", ELSEWHERE)).isFalse();
    assertThat(allows(ZTUNNEL, null, HERE)).isFalse();
  }
}
