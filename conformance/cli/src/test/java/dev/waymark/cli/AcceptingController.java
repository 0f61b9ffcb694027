package dev.waymark.cli;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * An implementation that makes its class and accepts it, and dies of the first Gateway. A program
 * of its own, so that a test can run it as an outside process.
 */
final class AcceptingController {
  private static final String API = "gateway.networking.k8s.io/v1";

  private AcceptingController() {}

  public static void main(String[] args) {
    var name = Objects.requireNonNull(System.getenv("WAYMARK_GATEWAY_CLASS"));
    System.out.println("pods are in " + System.getenv("WAYMARK_POD_NETWORK"));
    try (var client = new KubernetesClientBuilder().build()) { // its settings come from KUBECONFIG
      var classes = client.genericKubernetesResources(API, "GatewayClass");
      var accepted =
          Map.of(
              "type", "Accepted",
              "status", "True",
              "reason", "Accepted",
              "message", "",
              "lastTransitionTime", "2026-01-01T00:00:00Z");
      var gatewayClass = new GenericKubernetesResource();
      gatewayClass.setApiVersion(API);
      gatewayClass.setKind("GatewayClass");
      gatewayClass.setMetadata(new ObjectMetaBuilder().withName(name).build());
      gatewayClass.setAdditionalProperty("spec", Map.of("controllerName", "example.org/accepting"));
      var created = classes.resource(gatewayClass).create();
      created.setAdditionalProperty("status", Map.of("conditions", List.of(accepted)));
      var unused = classes.resource(created).updateStatus();
      client
          .genericKubernetesResources(API, "Gateway")
          .inAnyNamespace()
          .informOnCondition(gateways -> !gateways.isEmpty())
          .orTimeout(60, TimeUnit.SECONDS)
          .join();
    }
    System.out.println("a Gateway is more than I can take");
    System.exit(9);
  }
}
