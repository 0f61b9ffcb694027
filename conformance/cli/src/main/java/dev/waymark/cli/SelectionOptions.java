package dev.waymark.cli;

import dev.waymark.kit.catalog.Profile;
import dev.waymark.kit.plan.Selection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which checks the user wants. */
final class SelectionOptions {

  @Option(
      names = "--profile",
      split = ",",
      paramLabel = "NAME",
      description = "Only these profiles. Example: --profile GATEWAY-HTTP")
  private List<String> profiles = List.of();

  @Option(
      names = "--level",
      paramLabel = "LEVEL",
      description = "Only core or only extended tests. Example: --level core")
  private Profile.@Nullable Level level;

  @Option(
      names = "--feature",
      split = ",",
      paramLabel = "NAME",
      description = "Only tests that use one of these features. Example: --feature ReferenceGrant")
  private List<String> features = List.of();

  @Option(
      names = "--test",
      split = ",",
      paramLabel = "PATTERN",
      description =
          "Only these tests or checks; * stands for anything. Example: --test 'HTTPRouteMatch*'")
  private List<String> tests = List.of();

  @Option(
      names = "--requirement",
      split = ",",
      paramLabel = "PATTERN",
      description =
          "Only checks of these requirements. Example: --requirement 'httproute.match.path.*'")
  private List<String> requirements = List.of();

  @Option(
      names = "--skip",
      split = ",",
      paramLabel = "PATTERN",
      description =
          "Not these tests or checks; they are reported as DISABLED. Example: --skip"
              + " HTTPRouteWeight")
  private List<String> disabled = List.of();

  @Option(
      names = "--skip-provisional",
      description = "Not the provisional tests. Example: --skip-provisional")
  private boolean skipProvisional;

  Selection selection() {
    return new Selection(
        profiles,
        Optional.ofNullable(level),
        features,
        tests,
        requirements,
        disabled,
        skipProvisional);
  }
}
