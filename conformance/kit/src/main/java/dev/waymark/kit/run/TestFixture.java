package dev.waymark.kit.run;

import dev.waymark.kit.Names;
import dev.waymark.kit.catalog.TestCase;
import dev.waymark.kit.evidence.Event;
import dev.waymark.kit.evidence.EvidenceLog;
import dev.waymark.kit.evidence.Scope;
import dev.waymark.kit.plan.Claims;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What a test puts into the cluster, and takes out again. Changed by one thread at a time. */
final class TestFixture {
  private static final String GATEWAY_API = "gateway.networking.k8s.io/v1";

  private static final Map<String, String> API_VERSIONS =
      Map.of(
          "GatewayClass", GATEWAY_API,
          "Gateway", GATEWAY_API,
          "HTTPRoute", GATEWAY_API,
          "GRPCRoute", GATEWAY_API,
          "TLSRoute", GATEWAY_API,
          "ReferenceGrant", GATEWAY_API,
          "BackendTLSPolicy", GATEWAY_API,
          "ListenerSet", GATEWAY_API,
          "Deployment", "apps/v1",
          "EndpointSlice", "discovery.k8s.io/v1");

  private static final int SHOWN = 6; // objects in a snapshot: a reader looks at a few

  private final TestCase test;
  private final Objects objects;
  private final EvidenceLog log;
  private final Claims claims;
  private final Set<String> declared = new HashSet<>();
  private final Map<String, String> apiVersions = new java.util.HashMap<>(API_VERSIONS);
  private final List<Objects.Ref> applied = new ArrayList<>();
  private final Set<Objects.Ref> lookedAt = new java.util.LinkedHashSet<>();
  private final Map<Objects.Ref, String> addresses = new java.util.HashMap<>();
  private Names names;

  TestFixture(TestCase test, Names names, Objects objects, EvidenceLog log, Claims claims) {
    this.test = test;
    this.names = names;
    this.objects = objects;
    this.log = log;
    this.claims = claims;
  }

  TestCase test() {
    return test;
  }

  Names names() {
    return names;
  }

  /** The object that a test means, in the cluster's names. */
  Objects.Ref ref(String kind, String namespace, String name) {
    String apiVersion = apiVersions.getOrDefault(kind, "v1");
    String mapped = new ManifestMapper(names, claims).name(kind, namespace, name);
    return new Objects.Ref(
        apiVersion, kind, namespace.isEmpty() ? "" : names.namespace(namespace), mapped);
  }

  /** The address of a Gateway, as it was when a check first needed it. */
  Optional<String> address(Objects.Ref gateway) {
    return Optional.ofNullable(addresses.get(gateway));
  }

  void address(Objects.Ref gateway, String address) {
    addresses.put(gateway, address);
  }

  /**
   * Says that a check looks at this object, so that a snapshot shows it when the check goes wrong.
   */
  void looksAt(Objects.Ref ref) {
    lookedAt.add(ref);
  }

  /** Records how the objects are that the test looks at and the routes that it put there. */
  void snapshot(Scope scope) {
    Set<Objects.Ref> refs = new java.util.LinkedHashSet<>(lookedAt);
    applied.stream().filter(ref -> ref.kind().endsWith("Route")).forEach(refs::add);
    refs.stream()
        .limit(SHOWN)
        .forEach(
            ref -> {
              JsonNode found = objects.get(ref).map(TestFixture::withoutNoise).orElse(null);
              log.record(at -> new Event.Snapshot(at, scope, ref.toString(), found));
            });
  }

  private static JsonNode withoutNoise(JsonNode object) {
    ObjectNode copy = (ObjectNode) object.deepCopy();
    if (copy.get("metadata") instanceof ObjectNode metadata) {
      metadata.remove("managedFields");
    }
    copy.remove("data"); // of a Secret
    return copy;
  }

  /** Applies resources beside the test's class. */
  void apply(Scope scope, List<String> resources) {
    List<JsonNode> documents = Manifests.read(test.type(), resources);
    declared.addAll(Manifests.declared(documents));
    names = new Names(names.run(), names.test(), names.shared(), declared);
    ManifestMapper mapper = new ManifestMapper(names, claims);
    for (JsonNode document : documents) {
      Objects.Ref stable = Objects.Ref.of(document);
      apiVersions.put(stable.kind(), stable.apiVersion());
      ObjectNode manifest = mapper.manifest(document);
      apply(scope, Certificates.filled(manifest, names::host));
    }
  }

  void patch(Scope scope, String kind, String namespace, String name, JsonNode patch) {
    Objects.Ref ref = ref(kind, namespace, name);
    JsonNode mapped = new ManifestMapper(names, claims).patch(patch, kind, namespace);
    objects.patch(ref, mapped);
    log.record(at -> new Event.Changed(at, scope, "patch", ref.toString(), mapped));
  }

  void delete(Scope scope, String kind, String namespace, String name) {
    Objects.Ref ref = ref(kind, namespace, name);
    objects.delete(ref);
    log.record(at -> new Event.Changed(at, scope, "delete", ref.toString(), null));
  }

  /**
   * Takes out what was put in, the last first, without waiting until it is gone: no other test has
   * its names.
   */
  void remove() {
    for (Objects.Ref ref : applied.reversed()) {
      objects.delete(ref);
    }
    applied.clear();
  }

  private void apply(Scope scope, JsonNode manifest) {
    Objects.Ref ref = Objects.Ref.of(manifest);
    objects.apply(manifest);
    applied.add(ref);
    JsonNode shown = ref.kind().equals("Secret") ? null : manifest;
    log.record(at -> new Event.Changed(at, scope, "apply", ref.toString(), shown));
  }
}
