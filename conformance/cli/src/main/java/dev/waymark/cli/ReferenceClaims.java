package dev.waymark.cli;

import dev.waymark.kit.catalog.Feature;
import dev.waymark.kit.catalog.Features;
import dev.waymark.kit.plan.Claims;
import dev.waymark.kit.plan.MeshWords;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What is claimed for the reference, apart from its features, which its classes' statuses tell. */
final class ReferenceClaims {
  private ReferenceClaims() {}

  /** Who the reference gateway is, for reports. */
  static final Claims.Implementation IMPLEMENTATION =
      new Claims.Implementation(
          "Waymark",
          "waymark",
          "https://waymark.dev",
          Waymark.version(),
          List.of("https://waymark.dev"));

  /** Stands for an implementation of which the user says nothing. */
  static final Claims.Implementation UNNAMED =
      new Claims.Implementation(
          "unspecified", "unspecified", "unspecified", "unspecified", List.of("unspecified"));

  /** Where the reference mesh's proxies write down what passes them. */
  static final List<String> HOP_LOGS =
      List.of(
          "waymark-system/app=ztunnel",
          "*/gateway.networking.k8s.io/gateway-class-name=waymark-waypoint");

  /** How a namespace comes into the reference mesh, and who answers for its routes. */
  static final Map<String, String> VOCABULARY =
      Map.of(
          MeshWords.LABELS, "istio.io/dataplane-mode=ambient",
          MeshWords.WAYPOINT_CLASS, "waymark-waypoint",
          MeshWords.CONTROLLER, "waymark.dev/waypoint",
          MeshWords.HOP_LOGS, String.join(";", HOP_LOGS));

  static Claims of(Set<String> features) {
    return new Claims(
        IMPLEMENTATION, "waymark", "waymark.dev/gateway", features, false, VOCABULARY);
  }

  /** What the reference declines because ambient meshes do: a waypoint serves all clients alike. */
  private static final Set<String> DECLINED = Set.of(Features.MESH_CONSUMER_ROUTE);

  /** Claims of all features that the reference doesn't decline. */
  static Claims everySupportedFeature() {
    return of(
        Features.all().stream()
            .map(Feature::name)
            .filter(name -> !DECLINED.contains(name))
            .collect(Collectors.toSet()));
  }

  /** Claims of all features that the kit knows, for looking at what could be run. */
  static Claims everyFeature() {
    return of(Features.all().stream().map(Feature::name).collect(Collectors.toSet()));
  }
}
