package dev.waymark.controlplane.reconcile;

import dev.waymark.controlplane.GatewayApi;
import dev.waymark.controlplane.translate.Infrastructure;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.ServicePortBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import java.util.List;

/** The objects of a Gateway as they should be. */
final class GatewayObjects {
  private GatewayObjects() {}

  static ServiceAccount serviceAccount(Infrastructure infrastructure) {
    return new ServiceAccountBuilder().withMetadata(metadata(infrastructure)).build();
  }

  static Deployment deployment(Infrastructure infrastructure) {
    return new DeploymentBuilder()
        .withMetadata(metadata(infrastructure))
        .withNewSpec()
        .withReplicas(1)
        .withNewSelector()
        .withMatchLabels(infrastructure.identity())
        .endSelector()
        .withNewTemplate()
        .withNewMetadata()
        .withLabels(infrastructure.labels())
        .withAnnotations(infrastructure.annotations())
        .endMetadata()
        .withNewSpec()
        .withServiceAccountName(infrastructure.objectKey().name())
        .addNewContainer()
        .withName(infrastructure.program().container())
        .withImage(infrastructure.program().image())
        .withArgs("--gateway=" + infrastructure.gateway())
        .endContainer()
        .endSpec()
        .endTemplate()
        .endSpec()
        .build();
  }

  static Service service(Infrastructure infrastructure) {
    return new ServiceBuilder()
        .withMetadata(metadata(infrastructure))
        .withNewSpec()
        .withType(infrastructure.program().serviceType())
        .withSelector(infrastructure.identity())
        .withPorts(ports(infrastructure))
        .endSpec()
        .build();
  }

  static List<ServicePort> ports(Infrastructure infrastructure) {
    return infrastructure.ports().stream()
        .map(
            port ->
                new ServicePortBuilder()
                    .withName("port-" + port)
                    .withPort(port)
                    .withNewTargetPort(port)
                    .withProtocol("TCP")
                    .build())
        .toList();
  }

  private static ObjectMeta metadata(Infrastructure infrastructure) {
    return new ObjectMetaBuilder()
        .withNamespace(infrastructure.objectKey().namespace())
        .withName(infrastructure.objectKey().name())
        .withLabels(infrastructure.labels())
        .withAnnotations(infrastructure.annotations())
        .addNewOwnerReference()
        .withApiVersion(GatewayApi.GROUP + "/v1")
        .withKind(GatewayApi.GATEWAY)
        .withName(infrastructure.gateway().name())
        .withUid(infrastructure.gatewayUid())
        .withController(true)
        .withBlockOwnerDeletion(true)
        .endOwnerReference()
        .build();
  }
}
