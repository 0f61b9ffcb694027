package dev.waymark.mesh.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EnrolmentTests {
  private static final Namespace AMBIENT = namespace(Map.of(Enrolment.MODE_LABEL, "ambient"));
  private static final Namespace PLAIN = namespace(Map.of());

  private static Namespace namespace(Map<String, String> labels) {
    return new NamespaceBuilder().withNewMetadata().withLabels(labels).endMetadata().build();
  }

  private static PodBuilder pod(Map<String, String> labels) {
    return new PodBuilder()
        .withNewMetadata()
        .withLabels(labels)
        .endMetadata()
        .withNewSpec()
        .endSpec();
  }

  private static Pod withMode(String mode) {
    return pod(Map.of(Enrolment.MODE_LABEL, mode)).build();
  }

  @Test
  void thePodsOwnLabelWinsOverItsNamespaces() {
    assertThat(Enrolment.wanted(pod(Map.of()).build(), AMBIENT)).isTrue();
    assertThat(Enrolment.wanted(pod(Map.of()).build(), PLAIN)).isFalse();
    assertThat(Enrolment.wanted(withMode("none"), AMBIENT)).isFalse();
    assertThat(Enrolment.wanted(withMode("ambient"), PLAIN)).isTrue();
    assertThat(Enrolment.wanted(withMode("ambient"), null)).isTrue();
    assertThat(Enrolment.wanted(pod(Map.of()).build(), null)).isFalse();
  }

  @Test
  void aPodOnItsNodesNetworkOrWithASidecarIsNotCaptured() {
    Pod onNode = pod(Map.of()).editSpec().withHostNetwork(true).endSpec().build();
    Pod withSidecar =
        pod(Map.of())
            .editMetadata()
            .withAnnotations(Map.of("sidecar.istio.io/status", "{}"))
            .endMetadata()
            .build();
    assertThat(Enrolment.wanted(onNode, AMBIENT)).isFalse();
    assertThat(Enrolment.wanted(withSidecar, AMBIENT)).isFalse();
  }
}
