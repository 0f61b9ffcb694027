package dev.waymark.kit.catalog;

import dev.waymark.kit.Check;
import dev.waymark.kit.ConformanceTest;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A test as its class declares it.
 *
 * @param name unique over all suites
 * @param says what it shows; may be empty
 * @param suite the name of its suite
 * @param optional whether it is chosen only where the user names it, see {@link Suite#isOptional}
 * @param features that must all be claimed
 * @param levels where it counts, by profile name
 * @param manifests resources beside the class
 * @param provisional as the official suite marks it
 * @param deadline for one expectation; empty for the run's own
 * @param type the class
 * @param checks its checks, by method name
 */
public record TestCase(
    String name,
    String says,
    String suite,
    boolean optional,
    List<String> features,
    Map<String, Profile.Level> levels,
    List<String> manifests,
    boolean provisional,
    Optional<Duration> deadline,
    Class<?> type,
    List<CheckCase> checks) {
  /**
   * A check as its method declares it.
   *
   * @param method the method's name, unique in the test
   * @param requirement the id in the ledger
   * @param says what it shows
   * @param whenRed what to look at when it fails; may be empty
   */
  public record CheckCase(String method, String requirement, String says, String whenRed) {}

  /**
   * Reads a class.
   *
   * @throws IllegalStateException when the class is not a test that could fail; names it and says
   *     why
   */
  public static TestCase of(Suite suite, Class<?> type) {
    ConformanceTest declared = type.getAnnotation(ConformanceTest.class);
    if (declared == null) {
      throw new IllegalStateException(type.getName() + ": has no @ConformanceTest");
    }
    List<CheckCase> checks =
        Arrays.stream(type.getDeclaredMethods())
            .filter(method -> method.isAnnotationPresent(Check.class))
            .sorted(Comparator.comparing(Method::getName))
            .map(method -> check(method, method.getAnnotation(Check.class)))
            .toList();
    if (checks.isEmpty()) {
      throw new IllegalStateException(type.getName() + ": has no @Check");
    }
    if (checks.stream().map(CheckCase::method).distinct().count() < checks.size()) {
      throw new IllegalStateException(type.getName() + ": two checks have the same method name");
    }
    List<String> features = List.of(declared.features());
    Map<String, Profile.Level> levels = new TreeMap<>();
    for (Profile profile : Profiles.all()) {
      profile.level(features).ifPresent(level -> levels.put(profile.name(), level));
    }
    return new TestCase(
        declared.name(),
        declared.says(),
        suite.name(),
        suite.isOptional(),
        features,
        levels,
        List.of(declared.manifests()),
        declared.provisional(),
        declared.deadlineSeconds() > 0
            ? Optional.of(Duration.ofSeconds(declared.deadlineSeconds()))
            : Optional.empty(),
        type,
        checks);
  }

  private static CheckCase check(Method method, Check check) {
    return new CheckCase(method.getName(), check.requirement(), check.says(), check.whenRed());
  }
}
