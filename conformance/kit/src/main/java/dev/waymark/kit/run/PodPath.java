package dev.waymark.kit.run;

import dev.waymark.kit.Names;
import dev.waymark.kit.TakenPath;
import dev.waymark.kit.hops.Hop;
import dev.waymark.kit.hops.HopLogs;
import dev.waymark.kit.hops.HopPath;
import dev.waymark.kit.verdict.Json;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The path of a request that the {@code client} in a Pod makes. */
final class PodPath implements TakenPath {
  /** Proxies write their lines behind the response. */
  private static final Duration LATE = Duration.ofSeconds(3);

  private static final String SCHEME = "spiffe://";

  private final PodCall call;
  private final KubernetesClient client;
  private final HopLogs logs;
  private final Names names;

  PodPath(PodCall call, KubernetesClient client, List<HopLogs.Proxies> proxies, Names names) {
    this.call = call;
    this.client = client;
    this.logs = new HopLogs(client, proxies);
    this.names = names;
  }

  @Override
  public Names names() {
    return names;
  }

  @Override
  public String says() {
    return "the path of " + call.says();
  }

  @Override
  public JsonNode observe() throws InterruptedException {
    Instant since = Instant.now();
    JsonNode answer = call.observe();
    String pod = call.from().namespace() + "/" + call.from().name();
    String destination = destination();
    List<HopPath> paths =
        logs.from(
            pod,
            since,
            LATE,
            // Others may be asking for something else from the same Pod.
            first -> first.destination().address().equals(destination));
    ObjectNode observation = Json.object();
    for (String field : List.of("status", "error")) {
      if (answer.has(field)) {
        observation.set(field, answer.get(field));
      }
    }
    List<Hop> hops = paths.isEmpty() ? List.of() : paths.getLast().hops();
    observation.put("count", hops.size());
    Map<String, String> known = addresses(hops);
    for (int i = 0; i < hops.size(); i++) {
      observation.set("hop " + (i + 1), hop(hops.get(i), known));
    }
    return observation;
  }

  /** What the client's connection is opened to. */
  private String destination() {
    String host = call.to().getHostString();
    String address = host.matches("[\\d.]+") || host.contains(":") ? host : service(host);
    return (address.contains(":") ? "[" + address + "]" : address) + ":" + call.to().getPort();
  }

  private String service(String name) {
    String[] labels = name.split("\\.", -1);
    var found =
        client
            .services()
            .inNamespace(labels.length > 1 ? labels[1] : call.from().namespace())
            .withName(labels[0])
            .get();
    return found == null ? name : String.valueOf(found.getSpec().getClusterIP());
  }

  private static ObjectNode hop(Hop hop, Map<String, String> known) {
    ObjectNode told = Json.object();
    told.put("component", hop.component());
    told.put("direction", hop.direction());
    told.put("workload", workload(hop.pod()));
    put(told, "from", account(hop.source().identity()));
    put(told, "to", account(hop.destination().identity()));
    told.put("accepted", hop.accepted().protocol());
    Hop.Leg opened = hop.opened();
    if (opened != null) {
      told.put("opened", opened.protocol());
      put(told, "authority", named(opened.authority(), known));
    }
    told.put("decision", hop.outcome());
    put(told, "reason", hop.reason());
    return told;
  }

  private static void put(ObjectNode told, String field, String value) {
    if (!value.isEmpty()) {
      told.put(field, value);
    }
  }

  private static String workload(String pod) {
    int slash = pod.indexOf('/');
    return pod.substring(0, slash + 1) + Observations.workload(pod.substring(slash + 1));
  }

  /** {@code NAMESPACE/ACCOUNT} of {@code spiffe://TRUST-DOMAIN/ns/NAMESPACE/sa/ACCOUNT}. */
  private static String account(String identity) {
    String[] parts =
        identity.startsWith(SCHEME)
            ? identity.substring(SCHEME.length()).split("/", -1)
            : new String[0];
    return parts.length == 5 ? parts[2] + "/" + parts[4] : identity;
  }

  private static String named(String authority, Map<String, String> known) {
    int colon = authority.lastIndexOf(':');
    @Nullable String name = colon < 0 ? null : known.get(authority.substring(0, colon));
    return name == null ? authority : name + authority.substring(colon);
  }

  /** Whose the addresses are that an authority may name: Pods of the path, Services of the run. */
  private Map<String, String> addresses(List<Hop> hops) {
    Map<String, String> known = new HashMap<>();
    client
        .services()
        .inAnyNamespace()
        .withLabel(ManifestMapper.RUN_LABEL, names.run())
        .list()
        .getItems()
        .forEach(
            service ->
                known.put(
                    String.valueOf(service.getSpec().getClusterIP()),
                    "service "
                        + service.getMetadata().getNamespace()
                        + "/"
                        + service.getMetadata().getName()));
    hops.stream()
        .map(hop -> hop.pod().split("/", 2)[0])
        .distinct()
        .flatMap(namespace -> client.pods().inNamespace(namespace).list().getItems().stream())
        .filter(pod -> pod.getStatus() != null && pod.getStatus().getPodIP() != null)
        .forEach(
            pod ->
                known.put(
                    pod.getStatus().getPodIP(),
                    "pod "
                        + workload(
                            pod.getMetadata().getNamespace() + "/" + pod.getMetadata().getName())));
    return known;
  }

  @Override
  public void awaitChange(Duration atMost) throws InterruptedException {
    call.awaitChange(atMost);
  }

  @Override
  public int looksInARow() {
    return 1; // each look waits for every proxy's word
  }

  @Override
  public String shellLine() {
    return call.shellLine();
  }
}
