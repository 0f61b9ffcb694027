package dev.waymark.controlplane.mesh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waymark.controlplane.Cluster;
import dev.waymark.model.workload.MeshView;
import dev.waymark.model.workload.NamespacedHostname;
import dev.waymark.model.workload.TunnelProtocol;
import dev.waymark.model.workload.Workload;
import java.net.InetAddress;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WorkloadsTests {
  private static final NamespacedHostname MANUAL =
      new NamespacedHostname("web", "manual.web.svc.cluster.local");

  private static final String ENROLLED_POD =
      """
      kind: Pod
      apiVersion: v1
      metadata: {name: a, namespace: web, annotations: {ambient.istio.io/redirection: enabled}}
      spec: {serviceAccountName: echo, nodeName: one}
      status: {podIP: 10.1.0.1, conditions: [{type: Ready, status: "True"}]}
      """;

  private static MeshView withSlice(String endpoints) {
    return MeshTranslator.translate(
            Cluster.with(
                    ENROLLED_POD
                        + """
                        ---
                        kind: Service
                        apiVersion: v1
                        metadata: {name: manual, namespace: web}
                        spec: {clusterIP: 10.0.0.1, ports: [{port: 80, targetPort: 3000}]}
                        ---
                        kind: EndpointSlice
                        apiVersion: discovery.k8s.io/v1
                        metadata: {name: manual-1, namespace: web, labels: {kubernetes.io/service-name: manual}}
                        addressType: IPv4
                        ports: [{port: 3000}]
                        endpoints: [%s]
                        """
                            .formatted(endpoints))
                .view())
        .mesh();
  }

  @Test
  void aPodIsKnownByItsAddressWithItsIdentityAndTunnel() {
    assertThat(withSlice("").workload(InetAddress.ofLiteral("10.1.0.1")))
        .hasValueSatisfying(
            pod -> {
              assertThat(pod.identity()).hasToString("spiffe://cluster.local/ns/web/sa/echo");
              assertThat(pod.tunnel()).isEqualTo(TunnelProtocol.HBONE);
              assertThat(pod.healthy()).isTrue();
              assertThat(pod.services()).isEmpty();
            });
  }

  @Test
  void anEndpointThatRefersToNothingButStandsAtAPodsAddressIsThatPod() {
    MeshView mesh = withSlice("{addresses: [10.1.0.1]}");
    assertThat(mesh.workload(InetAddress.ofLiteral("10.1.0.1")))
        .hasValueSatisfying(
            pod -> {
              assertThat(pod.tunnel()).isEqualTo(TunnelProtocol.HBONE);
              assertThat(pod.services()).isEqualTo(Map.of(MANUAL, Map.of(80, 3000)));
            });
    assertThat(mesh.endpoints(MANUAL)).hasSize(1);
  }

  @Test
  void anAddressThatASliceSaysTwiceIsOneWorkloadOutsideTheMesh() {
    assertThat(withSlice("{addresses: [192.0.2.1]}, {addresses: [192.0.2.1]}").endpoints(MANUAL))
        .singleElement()
        .extracting(Workload::tunnel)
        .isEqualTo(TunnelProtocol.NONE);
  }
}
