package dev.waymark.kit.plan;

import dev.waymark.kit.catalog.Profile;
import java.util.List;
import java.util.Optional;

/**
 * What the user wants to run. Each list is a wish of its own and empty lists wish for nothing in
 * particular: a check runs if it is in one of the profiles at the level, and uses one of the
 * features, and matches one of the tests, and is about one of the requirements.
 *
 * @param profiles names of profiles
 * @param level core or extended tests only; empty for both
 * @param features names of features, of which a test uses at least one
 * @param tests names of tests, where {@code *} stands for anything; {@code Test.check} names a
 *     single check
 * @param requirements ids of requirements, where {@code *} stands for anything
 * @param disabled like {@code tests}: what would be selected but is not to run
 * @param skipProvisional whether to leave out provisional tests
 */
public record Selection(
    List<String> profiles,
    Optional<Profile.Level> level,
    List<String> features,
    List<String> tests,
    List<String> requirements,
    List<String> disabled,
    boolean skipProvisional) {
  public Selection {
    profiles = List.copyOf(profiles);
    features = List.copyOf(features);
    tests = List.copyOf(tests);
    requirements = List.copyOf(requirements);
    disabled = List.copyOf(disabled);
  }

  /** All that there is. */
  public static Selection everything() {
    return new Selection(
        List.of(), Optional.empty(), List.of(), List.of(), List.of(), List.of(), false);
  }

  /** One profile at any level. */
  public static Selection profile(String name) {
    return new Selection(
        List.of(name), Optional.empty(), List.of(), List.of(), List.of(), List.of(), false);
  }

  /** The same at this level only. */
  public Selection at(Profile.Level only) {
    return new Selection(
        profiles, Optional.of(only), features, tests, requirements, disabled, skipProvisional);
  }

  /** The same with these tests only. */
  public Selection tests(List<String> patterns) {
    return new Selection(
        profiles, level, features, patterns, requirements, disabled, skipProvisional);
  }

  /** The same about these requirements only. */
  public Selection requirements(List<String> ids) {
    return new Selection(profiles, level, features, tests, ids, disabled, skipProvisional);
  }

  /** The same without these. */
  public Selection disabled(List<String> patterns) {
    return new Selection(profiles, level, features, tests, requirements, patterns, skipProvisional);
  }
}
