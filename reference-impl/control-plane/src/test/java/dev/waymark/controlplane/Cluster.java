package dev.waymark.controlplane;

import dev.waymark.controlplane.security.AuthorizationPolicy;
import dev.waymark.controlplane.security.PeerAuthentication;
import dev.waymark.controlplane.security.RequestAuthentication;
import dev.waymark.controlplane.view.ClusterStore;
import dev.waymark.controlplane.view.ClusterView;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;

/** A cluster written down as YAML, with the metadata that an API server adds. */
public final class Cluster {
  /** Our class, the namespaces {@code infra} and {@code web}, and a Service {@code web/backend}. */
  public static final String BASE =
      """
      kind: GatewayClass
      apiVersion: gateway.networking.k8s.io/v1
      metadata: {name: waymark}
      spec: {controllerName: waymark.dev/gateway}
      ---
      kind: Namespace
      apiVersion: v1
      metadata: {name: infra, labels: {kubernetes.io/metadata.name: infra}}
      ---
      kind: Namespace
      apiVersion: v1
      metadata: {name: web, labels: {kubernetes.io/metadata.name: web, team: blue}}
      ---
      kind: Service
      apiVersion: v1
      metadata: {name: v1, namespace: infra}
      spec: {ports: [{port: 8080, name: first}, {port: 8081, appProtocol: kubernetes.io/h2c, name: second}, {port: 8443, appProtocol: https, name: third}]}
      ---
      kind: Service
      apiVersion: v1
      metadata: {name: backend, namespace: web}
      spec: {ports: [{port: 8080}]}
      """;

  private static final Pattern SEPARATOR = Pattern.compile("(?m)^---\\n");
  private static final KubernetesSerialization YAML = new KubernetesSerialization();

  static {
    YAML.registerKubernetesResource(AuthorizationPolicy.class);
    YAML.registerKubernetesResource(PeerAuthentication.class);
    YAML.registerKubernetesResource(RequestAuthentication.class);
  }

  private final ClusterStore store = new ClusterStore();

  private Cluster() {}

  /** The base and more. */
  public static Cluster with(String... documents) {
    var cluster = new Cluster();
    cluster.apply(BASE);
    for (String text : documents) {
      cluster.apply(text);
    }
    return cluster;
  }

  /** Adds or replaces objects; unless they say otherwise they are of generation 1. */
  public Cluster apply(String documents) {
    SEPARATOR.splitAsStream(documents).map(Cluster::read).forEach(store::put);
    return this;
  }

  /** Takes objects away. */
  public Cluster delete(String documents) {
    SEPARATOR.splitAsStream(documents).map(Cluster::read).forEach(store::remove);
    return this;
  }

  public ClusterView view() {
    return store.view();
  }

  private static HasMetadata read(String document) {
    HasMetadata object = YAML.unmarshal(document, HasMetadata.class);
    var meta = object.getMetadata();
    String name =
        List.of(object.getKind(), String.valueOf(meta.getNamespace()), meta.getName()).toString();
    meta.setUid(UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString());
    if (meta.getGeneration() == null) {
      meta.setGeneration(1L);
    }
    if (meta.getCreationTimestamp() == null) {
      meta.setCreationTimestamp("2026-01-01T00:00:00Z");
    }
    return object;
  }
}
