package dev.waymark.cli;

import dev.waymark.kit.plan.Baseline;
import dev.waymark.kit.plan.Claims;
import dev.waymark.kit.plan.MeshWords;
import dev.waymark.kit.plan.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What is claimed of the implementation, and who it is in reports. */
final class ClaimsOptions {

  @Option(
      names = "--gateway-class",
      paramLabel = "NAME",
      description = "The GatewayClass to use; waymark if not given. Example: --gateway-class istio")
  private @Nullable String gatewayClass;

  @Option(
      names = "--claim",
      split = ",",
      paramLabel = "FEATURE",
      description =
          "Features that are claimed; the core features of each --profile are claimed anyway."
              + " Without it, those that the GatewayClass's status tells. Example: --claim"
              + " HTTPRouteMethodMatching")
  private @Nullable List<String> features;

  @Option(
      names = "--mesh-labels",
      split = ",",
      paramLabel = "KEY=VALUE",
      description =
          "Labels that put a namespace into the mesh, for the mesh profiles."
              + " Example: --mesh-labels istio.io/dataplane-mode=ambient")
  private @Nullable List<String> meshLabels;

  @Option(
      names = "--waypoint-class",
      paramLabel = "NAME",
      description =
          "The GatewayClass of the mesh's waypoints, if it has any."
              + " Example: --waypoint-class istio-waypoint")
  private @Nullable String waypointClass;

  @Option(
      names = "--mesh-controller",
      paramLabel = "NAME",
      description =
          "The controller's name in the statuses of routes of Services; without it, that of the"
              + " GatewayClass. Example: --mesh-controller istio.io/gateway-controller")
  private @Nullable String meshController;

  @Option(
      names = "--hop-logs",
      split = ";",
      paramLabel = "NAMESPACE/SELECTOR",
      description =
          "The Pods whose logs tell of hops, for the feature HopReporting; * for every namespace."
              + " See docs/hops.md. Example: --hop-logs istio-system/app=ztunnel")
  private @Nullable List<String> hopLogs;

  @Option(
      names = "--organization",
      paramLabel = "NAME",
      description = "Who makes the implementation, for the report. Example: --organization istio")
  private @Nullable String organization;

  @Option(
      names = "--project",
      paramLabel = "NAME",
      description = "The implementation's project, for the report. Example: --project istio")
  private @Nullable String project;

  @Option(
      names = "--url",
      paramLabel = "URL",
      description = "The project's page, for the report. Example: --url https://istio.io")
  private @Nullable String url;

  @Option(
      names = "--implementation-version",
      paramLabel = "VERSION",
      description =
          "The version under test, for the report. Example: --implementation-version 1.30.1")
  private @Nullable String version;

  @Option(
      names = "--contact",
      split = ",",
      paramLabel = "TEXT",
      description = "Whom to ask, for the report. Example: --contact @istio/maintainers")
  private @Nullable List<String> contact;

  @Option(
      names = "--expected-failures",
      paramLabel = "FILE",
      description =
          "A baseline: failures that don't fail the run, each on a line of its own with its reason."
              + " When one of them passes, the run ends with 6."
              + " Example: --expected-failures expected-failures.txt")
  private @Nullable Path baseline;

  boolean areInferred() {
    return features == null;
  }

  boolean nameClass() {
    return gatewayClass != null;
  }

  String gatewayClass() {
    return gatewayClass == null ? "waymark" : gatewayClass;
  }

  /**
   * The failures that are expected; none where the user names no file.
   *
   * @throws UsageException if the file can't be read or is no baseline
   */
  Baseline baseline() {
    if (baseline == null) {
      return Baseline.NONE;
    }
    try {
      return Baseline.parse(baseline.toString(), Files.readString(baseline));
    } catch (NoSuchFileException e) {
      throw new UsageException("--expected-failures: there is no file " + baseline + ".");
    } catch (IOException e) {
      throw new UsageException(
          "--expected-failures: " + baseline + " can't be read: " + e.getMessage() + ".");
    }
  }

  /**
   * The claims, with the features that the user named.
   *
   * @param known who the implementation is, where the user does not say
   * @param words its vocabulary, where the user does not say
   */
  Claims claims(Claims.Implementation known, Map<String, String> words) {
    var implementation =
        new Claims.Implementation(
            organization == null ? known.organization() : organization,
            project == null ? known.project() : project,
            url == null ? known.url() : url,
            version == null ? known.version() : version,
            contact == null ? known.contact() : contact);
    var claims = new Claims(implementation, gatewayClass(), "", Set.of(), false, vocabulary(words));
    var _ = MeshWords.of(claims); // what the user got wrong is said before any work
    return features == null ? claims : claims.withFeatures(features);
  }

  private Map<String, String> vocabulary(Map<String, String> known) {
    var words = new TreeMap<>(known);
    if (meshLabels != null) {
      words.put(MeshWords.LABELS, String.join(",", meshLabels));
    }
    if (waypointClass != null) {
      words.put(MeshWords.WAYPOINT_CLASS, waypointClass);
    }
    if (hopLogs != null) {
      words.put(MeshWords.HOP_LOGS, String.join(";", hopLogs));
    }
    if (meshController != null) {
      words.put(MeshWords.CONTROLLER, meshController);
    }
    return words;
  }
}
