package dev.waymark.kit.plan;

import dev.waymark.kit.hops.HopLogs;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How an implementation's users put things into its mesh: the part of {@link Claims#vocabulary}
 * that the Gateway API has no words for.
 *
 * @param enrolment labels of a namespace whose Pods are in the mesh; empty where all of them are
 * @param waypointClass the GatewayClass of its waypoints; empty for a mesh without them
 * @param controller its name in the statuses of routes that are attached to Services
 * @param hopLogs the Pods whose logs tell of hops
 */
public record MeshWords(
    Map<String, String> enrolment,
    Optional<String> waypointClass,
    String controller,
    List<HopLogs.Proxies> hopLogs) {
  /** Key of the labels in the vocabulary: {@code key=value}, joined by commas. */
  public static final String LABELS = "mesh.labels";

  /** Key of the waypoints' GatewayClass in the vocabulary. */
  public static final String WAYPOINT_CLASS = "mesh.waypoint-class";

  /** Key of the mesh's controller in the vocabulary; without it, it is the GatewayClass's. */
  public static final String CONTROLLER = "mesh.controller";

  /** Key of where hops are told: {@code NAMESPACE/SELECTOR}, joined by semicolons. */
  public static final String HOP_LOGS = "mesh.hop-logs";

  public MeshWords {
    enrolment = Map.copyOf(enrolment);
    hopLogs = List.copyOf(hopLogs);
  }

  /**
   * What these claims say.
   *
   * @throws UsageException for labels that are none
   */
  public static MeshWords of(Claims claims) {
    Map<String, String> vocabulary = claims.vocabulary();
    return new MeshWords(
        labels(vocabulary.getOrDefault(LABELS, "")),
        Optional.ofNullable(vocabulary.get(WAYPOINT_CLASS)).filter(name -> !name.isEmpty()),
        vocabulary.getOrDefault(CONTROLLER, claims.controller()),
        hopLogs(vocabulary.getOrDefault(HOP_LOGS, "")));
  }

  private static List<HopLogs.Proxies> hopLogs(String text) {
    try {
      return Arrays.stream(text.split(";", -1))
          .filter(each -> !each.isBlank())
          .map(HopLogs.Proxies::parse)
          .toList();
    } catch (IllegalArgumentException e) {
      throw new UsageException(HOP_LOGS + ": " + e.getMessage());
    }
  }

  private static Map<String, String> labels(String text) {
    Map<String, String> labels = new TreeMap<>();
    Arrays.stream(text.split(",", -1))
        .filter(label -> !label.isBlank())
        .forEach(
            label -> {
              int equals = label.indexOf('=');
              if (equals < 1) {
                throw new UsageException(
                    LABELS + ": " + label + " (expected: key=value, joined by commas)");
              }
              labels.put(label.substring(0, equals).strip(), label.substring(equals + 1).strip());
            });
    return labels;
  }
}
