package dev.waymark.kit.run;

import dev.waymark.kit.result.EnvironmentFailure;
import dev.waymark.kit.verdict.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A cluster that is a map: for trying how a run copes with what a real one does rarely, such as
 * forbidding, or losing a workload. What a run does on a real API is tried where the suites are.
 */
final class MemoryObjects implements Objects {
  final Map<Ref, JsonNode> all = new ConcurrentHashMap<>();
  final List<Ref> deleted = new ArrayList<>();
  volatile int decoySaw;
  volatile boolean workloadsRun = true;
  volatile @Nullable EnvironmentFailure failing;

  MemoryObjects() {
    for (String plural : List.of("gatewayclasses", "gateways", "httproutes", "referencegrants")) {
      put(
          """
          {"apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition", "metadata": {"name":
          "%s.gateway.networking.k8s.io", "annotations": {"gateway.networking.k8s.io/bundle-version": "v1.6.1",
          "gateway.networking.k8s.io/channel": "standard"}}}
          """
              .formatted(plural));
    }
    put(
        """
        {"apiVersion": "gateway.networking.k8s.io/v1", "kind": "GatewayClass", "metadata": {"name": "sample",
        "generation": 1}, "spec": {"controllerName": "example.org/sample"}, "status": {"supportedFeatures":
        [{"name": "HTTPRoute"}], "conditions": [{"type": "Accepted", "status": "True", "reason": "Accepted",
        "observedGeneration": 1}]}}
        """);
  }

  void put(String json) {
    JsonNode object = Json.read(json);
    all.put(Ref.of(object), object);
  }

  @Override
  public String version() {
    if (failing != null) {
      throw failing;
    }
    return "v1.34.0";
  }

  @Override
  public synchronized void apply(JsonNode manifest) {
    Ref ref = Ref.of(manifest);
    if (ref.name().startsWith("refused-by-the-cluster")) {
      throw new Refused(
          "Couldn't apply " + ref + ": refused (422): spec.rules: Too many",
          new RuntimeException());
    }
    ObjectNode object = (ObjectNode) manifest.deepCopy();
    object.withObjectProperty("metadata").put("generation", 1);
    ObjectNode status = object.putObject("status");
    switch (ref.kind()) {
      case "Deployment" ->
          status.put(
              "availableReplicas",
              workloadsRun ? object.path("spec").path("replicas").asInt(1) : 0);
      case "Service" ->
          status.putObject("loadBalancer").putArray("ingress").addObject().put("ip", "127.0.0.1");
      case "Gateway" ->
          status
              .putArray("addresses")
              .addObject()
              .put("type", "IPAddress")
              .put("value", "127.0.0.1");
      default -> {}
    }
    all.put(ref, object);
  }

  @Override
  public void patch(Ref ref, JsonNode patch) {
    throw new UnsupportedOperationException();
  }

  @Override
  public synchronized void delete(Ref ref) {
    all.remove(ref);
    deleted.add(ref);
  }

  @Override
  public Optional<JsonNode> get(Ref ref) {
    return Optional.ofNullable(all.get(ref));
  }

  @Override
  public Watched watch(Ref ref) {
    return new Watched() {
      @Override
      public Optional<JsonNode> now() {
        return get(ref);
      }

      @Override
      public void awaitChange(Duration atMost) throws InterruptedException {
        Thread.sleep(Math.min(atMost.toMillis(), 20));
      }

      @Override
      public void close() {}
    };
  }

  @Override
  public int logLines(String namespace, String app, String text) {
    return app.equals("decoy") ? decoySaw : 1;
  }
}
