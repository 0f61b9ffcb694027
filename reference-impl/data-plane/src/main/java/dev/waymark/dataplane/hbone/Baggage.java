package dev.waymark.dataplane.hbone;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a peer says of the workload behind it, for telemetry only: nothing here is proved. Fields
 * without a value are left out on the wire, and an empty one is none.
 *
 * @param workloadKind {@code deployment}, {@code cronjob}, {@code pod} or {@code job}
 */
public record Baggage(
    @Nullable String cluster,
    @Nullable String namespace,
    @Nullable String workloadKind,
    @Nullable String workloadName,
    @Nullable String service,
    @Nullable String revision,
    @Nullable String region,
    @Nullable String zone) {

  /** Says nothing. */
  public static final Baggage NONE = new Baggage(null, null, null, null, null, null, null, null);

  /** In the order in which the first is taken. */
  private static final List<String> KINDS = List.of("deployment", "cronjob", "pod", "job");

  private static final String CLUSTER = "k8s.cluster.name";
  private static final String NAMESPACE = "k8s.namespace.name";
  private static final String SERVICE = "service.name";
  private static final String REVISION = "service.version";
  private static final String REGION = "cloud.region";
  private static final String ZONE = "cloud.availability_zone";

  /**
   * Reads baggage from header lines. Never fails: what is unknown or malformed is passed over, and
   * values are not decoded (unlike W3C Baggage has it), as peers do not encode them.
   */
  public static Baggage parse(Iterable<? extends CharSequence> lines) {
    Map<String, String> fields = new HashMap<>();
    for (CharSequence line : lines) {
      for (String member : line.toString().split(",")) {
        int equals = member.indexOf('=');
        if (equals > 0) {
          String value = member.substring(equals + 1).strip();
          if (!value.isEmpty()) {
            fields.put(member.substring(0, equals).strip(), value);
          }
        }
      }
    }
    String kind =
        KINDS.stream().filter(each -> fields.containsKey(workload(each))).findFirst().orElse(null);
    return new Baggage(
        fields.get(CLUSTER),
        fields.get(NAMESPACE),
        kind,
        kind == null ? null : fields.get(workload(kind)),
        fields.get(SERVICE),
        fields.get(REVISION),
        fields.get(REGION),
        fields.get(ZONE));
  }

  private static String workload(String kind) {
    return "k8s." + kind + ".name";
  }

  /** The header line; empty if there is nothing to say. */
  public String format() {
    List<String> members = new ArrayList<>(8);
    add(members, CLUSTER, cluster);
    add(members, NAMESPACE, namespace);
    if (workloadKind != null) {
      add(members, workload(workloadKind), workloadName);
    }
    add(members, SERVICE, service);
    add(members, REVISION, revision);
    add(members, REGION, region);
    add(members, ZONE, zone);
    return String.join(",", members);
  }

  private static void add(List<String> members, String key, @Nullable String value) {
    if (value != null) {
      members.add(key + "=" + value);
    }
  }
}
