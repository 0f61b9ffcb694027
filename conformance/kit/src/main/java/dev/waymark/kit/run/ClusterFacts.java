package dev.waymark.kit.run;

import dev.waymark.clusters.Cluster;
import dev.waymark.kit.result.EnvironmentFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/**
 * What a cluster says of itself before anything is put into it.
 *
 * @param kubernetes its version
 * @param gatewayApi the bundle version of its Gateway API CRDs, for example {@code v1.6.1}
 * @param channel their release channel
 * @param controller the GatewayClass's controller
 * @param supportedFeatures what the GatewayClass's status says it supports
 */
public record ClusterFacts(
    String kubernetes,
    String gatewayApi,
    String channel,
    String controller,
    List<String> supportedFeatures) {
  /** The version of the Gateway API that the suites are written for. */
  public static final String GATEWAY_API = "v1.6";

  private static final List<String> NEEDED =
      List.of("gatewayclasses", "gateways", "httproutes", "referencegrants");

  private static final String GROUP = "gateway.networking.k8s.io";
  private static final String INSTALL =
      "Install the standard CRDs of Gateway API " + GATEWAY_API + " and run again.";

  public ClusterFacts {
    supportedFeatures = List.copyOf(supportedFeatures);
  }

  /**
   * Asks a cluster.
   *
   * @param gatewayClass the name of the class under test
   * @param anyVersion whether CRDs of another version are accepted
   * @throws EnvironmentFailure when the cluster can't be reached, forbids it, or lacks what a run
   *     needs; names the cause and the remedy
   */
  public static ClusterFacts read(Cluster cluster, String gatewayClass, boolean anyVersion) {
    return read(new ClusterObjects(cluster.client()), gatewayClass, anyVersion);
  }

  static ClusterFacts read(Objects objects, String gatewayClass, boolean anyVersion) {
    try {
      String kubernetes = objects.version();
      Map<String, String> crds = crds(objects, anyVersion);
      JsonNode found = gatewayClass(objects, gatewayClass);
      List<String> features = new ArrayList<>();
      found
          .path("status")
          .path("supportedFeatures")
          .forEach(each -> features.add(each.path("name").asString("")));
      return new ClusterFacts(
          kubernetes,
          crds.getOrDefault("bundle-version", "UNDEFINED"),
          crds.getOrDefault("channel", "UNDEFINED"),
          found.path("spec").path("controllerName").asString(""),
          features);
    } catch (Objects.Refused e) {
      throw new EnvironmentFailure(String.valueOf(e.getMessage()), INSTALL, e);
    }
  }

  private static Map<String, String> crds(Objects objects, boolean anyVersion) {
    List<String> missing = new ArrayList<>();
    TreeSet<String> versions = new TreeSet<>();
    TreeSet<String> channels = new TreeSet<>();
    for (String plural : NEEDED) {
      String name = plural + "." + GROUP;
      objects
          .get(new Objects.Ref("apiextensions.k8s.io/v1", "CustomResourceDefinition", "", name))
          .map(crd -> crd.path("metadata").path("annotations"))
          .ifPresentOrElse(
              annotations -> {
                versions.add(annotations.path(GROUP + "/bundle-version").asString("UNDEFINED"));
                channels.add(annotations.path(GROUP + "/channel").asString("UNDEFINED"));
              },
              () -> missing.add(name));
    }
    if (!missing.isEmpty()) {
      throw new EnvironmentFailure(
          "The cluster lacks the CRDs %s.".formatted(String.join(", ", missing)), INSTALL);
    }
    boolean suitable =
        versions.size() == 1
            && (versions.first().equals(GATEWAY_API)
                || versions.first().startsWith(GATEWAY_API + "."));
    if (!suitable && !anyVersion) {
      throw new EnvironmentFailure(
          "The cluster's Gateway API CRDs are of version %s; the suites are for %s."
              .formatted(String.join(" and ", versions), GATEWAY_API),
          INSTALL
              + " To run all the same, say --allow-crds-mismatch; the report then isn't accepted as"
              + " conformance.");
    }
    return Map.of(
        "bundle-version", versions.size() == 1 ? versions.first() : "UNDEFINED",
        "channel", channels.size() == 1 ? channels.first() : "UNDEFINED");
  }

  private static JsonNode gatewayClass(Objects objects, String name) {
    return objects
        .get(new Objects.Ref(GROUP + "/v1", "GatewayClass", "", name))
        .orElseThrow(
            () ->
                new EnvironmentFailure(
                    "The cluster has no GatewayClass " + name + ".",
                    "Install the implementation, or name its class: kubectl get gatewayclasses"));
  }
}
